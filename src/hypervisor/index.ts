/** The hypervisor: what other layers, and the parts that students write, may use of it. */

// The sockets, and what their parts return.
export type { CapacityPart, CapacityPrices, DemandTrace } from './sockets/capacity.js';
export type { FrameAllocator, FrameAllocatorPart, FramePool } from './sockets/frame-allocator.js';
export {
  advance,
  inject,
  jumpTo,
  wait,
  type EmulatePart,
  type Outcome,
  type VcpuFacade,
} from './sockets/emulate.js';
export type { GuestAccess, MmuFacade, ShadowPart, Translation } from './sockets/shadow.js';
export type {
  Hypercall,
  HypercallFacade,
  HypercallPart,
  HypercallResult,
  ReturnFrame,
} from './sockets/hypercall.js';
export type { Parts } from './parts/parts.js';
export { PartError } from './parts/part-error.js';
export { checkedAllocator } from './parts/checked-allocator.js';
export { checkedOutcome, checkedResult, checkedTranslation } from './parts/checked-parts.js';

// What paravirtual guests and the VMM have agreed on.
export {
  CONSOLE_WRITE_MAX,
  DOMAIN_INFO,
  HYPERCALL_EXTENSION,
  HypercallError,
  HypercallFunction,
  MULTICALL,
  MULTICALL_MAX,
  RETURN_FRAME,
  SHARED_INFO,
} from './sockets/hypercall-abi.js';

// The VMM itself.
export { Vmm, VmError, type VmmOptions, type VmOptions } from './vmm/vmm.js';
export type { Vm, VmEnd, VmMode } from './vm/vm.js';
export { supervisorCsrs } from './vm/vcpu.js';
export type { ExitCounts, ExitName } from './modes/deprivileged/exits.js';

// One guest from start to end, and two runs compared.
export { runGuest } from './observe/run-guest.js';
export { resultOf, type Run, type RunOptions } from './observe/run.js';
export { compareRuns, firstDivergence, type SourceLine } from './observe/divergence.js';

/** The hypervisor: what other layers, and the parts that students write, may use of it. */

// The sockets: what a part is given and what it returns; and the hypercalls on which guests and VMM have agreed.
export type { CapacityPart, CapacityPrices, DemandTrace } from './sockets/index.js';
export type { FrameAllocator, FrameAllocatorPart, FramePool } from './sockets/index.js';
export {
  advance,
  inject,
  jumpTo,
  wait,
  type EmulatePart,
  type Outcome,
  type VcpuFacade,
} from './sockets/index.js';
export type { GuestAccess, MmuFacade, ShadowPart, Translation } from './sockets/index.js';
export type {
  Hypercall,
  HypercallFacade,
  HypercallPart,
  HypercallResult,
  ReturnFrame,
} from './sockets/index.js';
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
} from './sockets/index.js';

// The parts together, and what becomes of a part that breaks the rules of its socket.
export {
  PartError,
  checkedAllocator,
  checkedOutcome,
  checkedResult,
  checkedTranslation,
  type Parts,
} from './parts/index.js';

// The VMM and its VMs.
export type { ExitCounts, ExitName } from './accounting/index.js';
export type { VmMode } from './modes/index.js';
export { supervisorCsrs, type Vm, type VmEnd } from './vm/index.js';
export { VmError, Vmm, type VmOptions, type VmmOptions } from './vmm/index.js';

// One guest from start to end, and two runs compared.
export {
  compareRuns,
  firstDivergence,
  recordTrace,
  resultOf,
  runGuest,
  type Run,
  type RunOptions,
  type SourceLine,
} from './observe/index.js';

/** The sockets: the types of the parts that students write, and what the VMM lends to them. */
export type { CapacityPart, CapacityPrices, DemandTrace } from './capacity.js';
export { advance, inject, jumpTo, wait, type EmulatePart, type Outcome, type VcpuFacade } from './emulate.js';
export type { FrameAllocator, FrameAllocatorPart, FramePool } from './frame-allocator.js';
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
  VENDOR_SPACE_END,
} from './hypercall-abi.js';
export type { Hypercall, HypercallFacade, HypercallPart, HypercallResult, ReturnFrame } from './hypercall.js';
export type { GuestAccess, MmuFacade, ShadowPart, Translation } from './shadow.js';

/** The sockets: the types of the parts that students write, and what the VMM lends to them. */
export type { AssistPart, Controls, Filled, GStageFacade, GuestPageFault } from './assist.js';
export type { CapacityPart, CapacityPrices, DemandTrace } from './capacity.js';
export {
  PAGE_UPDATES_MAX,
  PagingError,
  type DirectPaging,
  type DirectPagingPart,
  type FrameInfo,
  type FrameRights,
  type FrameType,
  type PageBase,
  type PageUpdate,
  type PagingFacade,
  type UpdateResult,
} from './direct-paging.js';
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
export type { ColouringPart, PageColouring, VisibleMemory } from './page-colouring.js';
export type { PortedKernel } from './ported-kernel.js';
export type { GuestAccess, MmuFacade, ShadowPart, Translation } from './shadow.js';
export {
  EXPERIMENTS_MAX,
  type Experiment,
  type HowItFails,
  type Observation,
  type SilentFailure,
  type SilentFailuresPart,
  type Survey,
  type UnknownMachine,
} from './silent-failures.js';
export { PAGE_HALFWORDS, type CodePage, type Edit, type TranslatePart } from './translate.js';

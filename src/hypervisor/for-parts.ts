/**
 * What a part may import of this layer: the sockets' types, the outcomes that a part returns, and the numbers of hypercalls.
 * No VMM, and nothing that checks a part. How such a file works is said in src/machine/for-parts.ts.
 */
export type { AssistPart, Controls, Filled, GStageFacade, GuestPageFault } from './sockets/index.js';
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
export {
  EXPERIMENTS_MAX,
  type Experiment,
  type HowItFails,
  type Observation,
  type SilentFailure,
  type SilentFailuresPart,
  type Survey,
  type UnknownMachine,
} from './sockets/index.js';
export type { GuestAccess, MmuFacade, ShadowPart, Translation } from './sockets/index.js';
export { PAGE_HALFWORDS, type CodePage, type Edit, type TranslatePart } from './sockets/index.js';
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
} from './sockets/index.js';
export type { ColouringPart, PageColouring, VisibleMemory } from './sockets/index.js';
export type { PortedKernel } from './sockets/index.js';
export { supervisorCsrs } from './vm/index.js';

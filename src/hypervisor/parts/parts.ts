/** The five parts that make the VMM complete. A full set of them stands in `solutions/reference-parts.ts`. */
import type {
  DirectPagingPart,
  EmulatePart,
  FrameAllocatorPart,
  HypercallPart,
  ShadowPart,
} from '../sockets/index.js';

export interface Parts {
  readonly allocator: FrameAllocatorPart; // exercise 02
  readonly emulate: EmulatePart; // exercise 08
  readonly shadow: ShadowPart; // exercise 11
  readonly hypercall: HypercallPart; // exercise 13
  readonly paging: DirectPagingPart; // exercise 14
}

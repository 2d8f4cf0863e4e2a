/** The parts that make the VMM complete. A full set of them stands in `solutions/reference-parts.ts`. */
import type {
  AssistPart,
  DirectPagingPart,
  EmulatePart,
  FrameAllocatorPart,
  HypercallPart,
  ShadowPart,
  TranslatePart,
} from '../sockets/index.js';

export interface Parts {
  readonly allocator: FrameAllocatorPart; // exercise 02
  readonly emulate: EmulatePart; // exercise 08
  readonly translate: TranslatePart; // exercise 10
  readonly shadow: ShadowPart; // exercise 11
  readonly assist: AssistPart; // exercise 12
  readonly hypercall: HypercallPart; // exercise 13
  readonly paging: DirectPagingPart; // exercise 14
}

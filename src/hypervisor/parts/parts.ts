/** The four parts that make the VMM complete. `solutions/reference-parts.ts` has a set of them. */
import type { EmulatePart } from '../sockets/emulate.js';
import type { FrameAllocatorPart } from '../sockets/frame-allocator.js';
import type { HypercallPart } from '../sockets/hypercall.js';
import type { ShadowPart } from '../sockets/shadow.js';

export interface Parts {
  readonly allocator: FrameAllocatorPart; // exercise 02
  readonly emulate: EmulatePart; // exercise 08
  readonly shadow: ShadowPart; // exercise 11
  readonly hypercall: HypercallPart; // exercise 13
}

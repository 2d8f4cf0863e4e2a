/**
 * How the VMM divides the machine's memory. From its start:
 *
 *   page tables of VM 0 │ of VM 1 │ … │ of VM MAX_VMS - 1 │ the pool, from which guests get their frames
 */
import { PAGE_BYTES, RAM_BASE, type Memory } from '../../machine/index.js';
import type { FramePool } from '../sockets/index.js';
import { MAX_VMS, SHADOW_FRAMES } from '../vm/index.js';

/** What the VMM takes for itself, in bytes. */
export const VMM_BYTES = MAX_VMS * SHADOW_FRAMES * PAGE_BYTES;

/** The machine frames for the page tables that the hardware walks while VM `id` runs. */
export function tableFrames(id: number): number[] {
  const first = RAM_BASE / PAGE_BYTES + id * SHADOW_FRAMES;
  return Array.from({ length: SHADOW_FRAMES }, (_, index) => first + index);
}

/** All other frames, as the frame allocator gets them. */
export function createPool(memory: Memory): FramePool {
  const firstFrame = (memory.base + VMM_BYTES) / PAGE_BYTES;
  const frameCount = (memory.size - VMM_BYTES) / PAGE_BYTES;
  return Object.freeze({
    firstFrame,
    frameCount,
    scrub(frame: number) {
      if (!Number.isInteger(frame) || frame < firstFrame || frame >= firstFrame + frameCount) {
        throw new RangeError(`frame ${String(frame)} is not of the pool`);
      }
      const start = frame * PAGE_BYTES - memory.base;
      memory.bytes.fill(0, start, start + PAGE_BYTES);
      memory.changed(); // what was code there is no more
    },
  });
}

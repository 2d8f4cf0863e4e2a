/**
 * How the VMM divides the machine's memory. From its start:
 *
 *   page tables of VM 0 │ of VM 1 │ … │ of the last VM │ the pool, from which guests get their frames
 */
import { PAGE_BYTES, RAM_BASE, type Memory } from '../../machine/index.js';
import type { FramePool } from '../sockets/index.js';
import { MAX_VMS, SHADOW_FRAMES } from '../vm/index.js';

/** The pool begins at a multiple of this, so that a guest's memory can be mapped by superpages. */
const SUPERPAGE_BYTES = 4 * 2 ** 20;

/** What a VMM for so many VMs takes for itself, in bytes. */
export function vmmBytes(vms: number): number {
  return Math.ceil((vms * SHADOW_FRAMES * PAGE_BYTES) / SUPERPAGE_BYTES) * SUPERPAGE_BYTES;
}

/** The most that a VMM takes for itself. */
export const VMM_BYTES = vmmBytes(MAX_VMS);

/** The machine frames for the page tables that the hardware walks while VM `id` runs. */
export function tableFrames(id: number): number[] {
  const first = RAM_BASE / PAGE_BYTES + id * SHADOW_FRAMES;
  return Array.from({ length: SHADOW_FRAMES }, (_, index) => first + index);
}

/** The last `bytes` of memory, as the frame allocator gets them. */
export function createPool(memory: Memory, bytes: number): FramePool {
  const firstFrame = (memory.base + memory.size - bytes) / PAGE_BYTES;
  const frameCount = bytes / PAGE_BYTES;
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

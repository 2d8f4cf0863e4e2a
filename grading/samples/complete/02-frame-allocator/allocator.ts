/** The reference frame allocator: a free list, and one map from guest frames to machine frames for each VM. */
import type { FrameAllocatorPart } from '../../src/hypervisor/index.js';

export const createFrameAllocator: FrameAllocatorPart = (pool) => {
  const free: number[] = []; // used as a stack: the lowest frame is on top
  for (let i = pool.frameCount - 1; i >= 0; i--) {
    free.push(pool.firstFrame + i);
  }
  const maps = new Map<number, Map<number, number>>(); // VM → guest frame → machine frame
  const owners = new Map<number, number>(); // machine frame → VM

  const mapOf = (vm: number) => maps.get(vm) ?? new Map<number, number>();
  const range = (first: number, count: number) => Array.from({ length: count }, (_, i) => first + i);
  const giveBack = (frame: number) => {
    owners.delete(frame);
    free.push(frame);
  };

  return {
    allocate(vm, firstGuestFrame, count) {
      const map = mapOf(vm);
      if (count > free.length) {
        return false;
      }
      const guestFrames = range(firstGuestFrame, count);
      if (guestFrames.some((guestFrame) => map.has(guestFrame))) {
        return false;
      }
      for (const guestFrame of guestFrames) {
        const frame = free.pop() as number; // checked above: there are enough
        // Scrubbing here and not in release also clears what was there before the VMM started.
        pool.scrub(frame);
        map.set(guestFrame, frame);
        owners.set(frame, vm);
      }
      maps.set(vm, map);
      return true;
    },

    translate: (vm, guestFrame) => mapOf(vm).get(guestFrame),

    release(vm, firstGuestFrame, count) {
      const map = mapOf(vm);
      // The count may exceed all the memory there is: look before building a list of that length.
      if (count > map.size) {
        return false;
      }
      const guestFrames = range(firstGuestFrame, count);
      if (!guestFrames.every((guestFrame) => map.has(guestFrame))) {
        return false;
      }
      for (const guestFrame of guestFrames) {
        giveBack(map.get(guestFrame) as number);
        map.delete(guestFrame);
      }
      return true;
    },

    releaseAll(vm) {
      const frames = [...mapOf(vm).values()];
      for (const frame of frames) {
        giveBack(frame);
      }
      maps.delete(vm);
      return frames.length;
    },

    ownerOf: (frame) => owners.get(frame),
    freeFrames: () => free.length,
  };
};

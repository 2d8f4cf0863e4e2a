/** Exercise 02, with a search that never gives up when the pool is empty. */
import type { FrameAllocatorPart } from '../../src/hypervisor/index.js';

export const createFrameAllocator: FrameAllocatorPart = (pool) => {
  const maps = new Map<number, Map<number, number>>();
  const owners = new Map<number, number>();

  const findFree = () => {
    let frame = pool.firstFrame;
    while (owners.has(frame)) {
      frame++;
      if (frame === pool.firstFrame + pool.frameCount) frame = pool.firstFrame;
    }
    return frame;
  };

  return {
    allocate(vm, firstGuestFrame, count) {
      const map = maps.get(vm) ?? new Map<number, number>();
      maps.set(vm, map);
      for (let i = 0; i < count; i++) {
        if (map.has(firstGuestFrame + i)) return false;
        const frame = findFree();
        pool.scrub(frame);
        map.set(firstGuestFrame + i, frame);
        owners.set(frame, vm);
      }
      return true;
    },

    translate: (vm, guestFrame) => maps.get(vm)?.get(guestFrame),

    release(vm, firstGuestFrame, count) {
      const map = maps.get(vm);
      if (map === undefined) return false;
      for (let i = 0; i < count; i++) {
        const frame = map.get(firstGuestFrame + i);
        if (frame === undefined) return false;
        owners.delete(frame);
        map.delete(firstGuestFrame + i);
      }
      return true;
    },

    releaseAll(vm) {
      const frames = [...(maps.get(vm)?.values() ?? [])];
      for (const frame of frames) owners.delete(frame);
      maps.delete(vm);
      return frames.length;
    },

    ownerOf: (frame) => owners.get(frame),
    freeFrames: () => pool.frameCount - owners.size,
  };
};

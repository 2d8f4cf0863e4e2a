/**
 * Stands in for the part of exercise 02 where another exercise's check runs a guest: frames one after another, to whoever asks.
 * Nothing is ever given back, and a request is not looked at. No check of exercise 02 about any of that passes with it.
 */
import type { FrameAllocatorPart } from '../../../src/hypervisor/index.js';

export const allocator: FrameAllocatorPart = (pool) => {
  const frames = new Map<string, number>(); // by `vm:guestFrame`
  return {
    allocate(vm, first, count) {
      for (let frame = first; frame < first + count; frame++) {
        const next = pool.firstFrame + frames.size;
        pool.scrub(next);
        frames.set(`${vm}:${frame}`, next);
      }
      return true;
    },
    translate: (vm, guestFrame) => frames.get(`${vm}:${guestFrame}`),
    release: () => false,
    releaseAll: () => 0,
    ownerOf: () => undefined,
    freeFrames: () => pool.frameCount - frames.size,
  };
};

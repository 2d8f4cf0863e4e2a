/** Known-wrong: it packs VM and guest frame into one number as though a VM had at most 1024 guest frames, so that VMs reach into each other. */
import type { FrameAllocatorPart } from '../../src/hypervisor/index.js';

export const createFrameAllocator: FrameAllocatorPart = (pool) => {
  const free: number[] = [];
  for (let i = pool.frameCount - 1; i >= 0; i--) free.push(pool.firstFrame + i);
  const frames = new Map<number, number>(); // VM and guest frame → machine frame
  const owners = new Map<number, number>(); // machine frame → VM
  const key = (vm: number, guestFrame: number) => vm * 1024 + guestFrame;

  return {
    allocate(vm, firstGuestFrame, count) {
      if (count > free.length) return false;
      for (let i = 0; i < count; i++) if (frames.has(key(vm, firstGuestFrame + i))) return false;
      for (let i = 0; i < count; i++) {
        const frame = free.pop()!;
        pool.scrub(frame);
        frames.set(key(vm, firstGuestFrame + i), frame);
        owners.set(frame, vm);
      }
      return true;
    },

    translate: (vm, guestFrame) => frames.get(key(vm, guestFrame)),

    release(vm, firstGuestFrame, count) {
      for (let i = 0; i < count; i++) if (!frames.has(key(vm, firstGuestFrame + i))) return false;
      for (let i = 0; i < count; i++) {
        const frame = frames.get(key(vm, firstGuestFrame + i))!;
        frames.delete(key(vm, firstGuestFrame + i));
        owners.delete(frame);
        free.push(frame);
      }
      return true;
    },

    releaseAll(vm) {
      let count = 0;
      for (const [packed, frame] of frames) {
        if (owners.get(frame) !== vm) continue;
        frames.delete(packed);
        owners.delete(frame);
        free.push(frame);
        count++;
      }
      return count;
    },

    ownerOf: (frame) => owners.get(frame),
    freeFrames: () => free.length,
  };
};

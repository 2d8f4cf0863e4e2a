// Typed arrays indexed by frame instead of maps: who has it, and as which guest frame. Every question is a search through the pool.
import type { FrameAllocator, FrameAllocatorPart } from '../../src/hypervisor/index.js';

const NOBODY = -1;

export const createFrameAllocator: FrameAllocatorPart = ({
  firstFrame,
  frameCount,
  scrub,
}): FrameAllocator => {
  const vms = new Float64Array(frameCount).fill(NOBODY);
  const guestFrames = new Float64Array(frameCount);

  const isFree = (i: number) => vms[i] === NOBODY;
  const freeFrames = () => vms.filter((vm) => vm === NOBODY).length;

  /** The VM's frames, as indices, whose guest frames lie in the range. */
  function find(vm: number, first = 0, count = Infinity): Uint32Array {
    const found = new Uint32Array(frameCount);
    let many = 0;
    for (let i = 0; i < frameCount; i++) {
      if (vms[i] === vm && guestFrames[i]! >= first && guestFrames[i]! - first < count) {
        found[many++] = i;
      }
    }
    return found.subarray(0, many);
  }

  function free(indices: Uint32Array): number {
    for (const i of indices) {
      vms[i] = NOBODY;
    }
    return indices.length;
  }

  return {
    freeFrames,

    allocate(vm, first, count) {
      if (find(vm, first, count).length > 0 || freeFrames() < count) {
        return false;
      }
      // From the end of the pool, and the last guest frame first.
      for (let i = frameCount - 1, left = count; left > 0; i--) {
        if (isFree(i)) {
          left--;
          vms[i] = vm;
          guestFrames[i] = first + left;
          scrub(firstFrame + i);
        }
      }
      return true;
    },

    translate(vm, guestFrame) {
      const [i] = find(vm, guestFrame, 1);
      return i === undefined ? undefined : firstFrame + i;
    },

    release(vm, first, count) {
      const indices = find(vm, first, count);
      return indices.length === count && free(indices) > 0;
    },

    releaseAll: (vm) => free(find(vm)),

    ownerOf(frame) {
      const vm = vms[frame - firstFrame];
      return vm === NOBODY ? undefined : vm;
    },
  };
};

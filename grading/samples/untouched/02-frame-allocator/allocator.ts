/** Exercise 02: machine frames for VMs. The rules stand in README.md beside this file. */
import type { FrameAllocatorPart } from '../../src/hypervisor/index.js';

export const createFrameAllocator: FrameAllocatorPart = (_pool) => {
  // What the allocator remembers between calls belongs here.

  return {
    /** Gives `count` guest frames of a VM a machine frame each. All or nothing. */
    allocate(_vm, _firstGuestFrame, _count) {
      throw new Error('allocate is still to be written');
    },

    /** The machine frame behind a guest frame of a VM. */
    translate(_vm, _guestFrame) {
      throw new Error('translate is still to be written');
    },

    /** Takes `count` guest frames away from a VM. All or nothing. */
    release(_vm, _firstGuestFrame, _count) {
      throw new Error('release is still to be written');
    },

    /** The VM ends: all its frames are free again. */
    releaseAll(_vm) {
      throw new Error('releaseAll is still to be written');
    },

    /** The VM that owns a machine frame. */
    ownerOf(_frame) {
      throw new Error('ownerOf is still to be written');
    },

    /** How many frames of the pool are free. */
    freeFrames() {
      throw new Error('freeFrames is still to be written');
    },
  };
};

/**
 * The socket of exercise 02: who owns which machine frame.
 *
 * A frame is 4 KiB of the machine's memory; its number is its machine address divided by 4096. A guest frame is 4 KiB of a
 * VM's memory as its guest sees it; its number is its guest-physical address divided by 4096. The allocator is the map from
 * guest frames to machine frames.
 */

/** The part. The VMM calls it once, when it starts. The allocator that it returns serves every VM from then on. */
export type FrameAllocatorPart = (pool: FramePool) => FrameAllocator;

/** The frames that the allocator gives out: `firstFrame … firstFrame + frameCount - 1`, and no others. */
export interface FramePool {
  /** The number of the pool's first frame: an integer from 0 upwards. */
  readonly firstFrame: number;
  /** How many frames the pool has; may be 0. At the start they hold what firmware left there, not zeros. */
  readonly frameCount: number;
  /**
   * Fills one frame of the pool with zeros. This takes the VMM's time: scrub a frame once for each time that it is handed
   * out, and not otherwise.
   * @throws RangeError when `frame` is not a frame of the pool
   */
  scrub(frame: number): void;
}

/**
 * The allocator. VM numbers and guest frame numbers are integers from 0 upwards, counts are integers from 1 upwards; the VMM
 * passes nothing else. An operation that returns false has changed nothing.
 */
export interface FrameAllocator {
  /**
   * Gives `count` guest frames of a VM, from `firstGuestFrame` on, a machine frame each. The machine frames belong to that VM
   * alone and read as zeros when this returns; they need not be adjacent. All or nothing: false, and nothing has changed, when
   * too few frames are free, or when one of these guest frames has a machine frame already.
   */
  allocate(vm: number, firstGuestFrame: number, count: number): boolean;

  /** The machine frame that a guest frame of a VM has; undefined when it has none. */
  translate(vm: number, guestFrame: number): number | undefined;

  /**
   * Takes the machine frames of `count` guest frames away from a VM, from `firstGuestFrame` on. They are free again.
   * All or nothing: false, and nothing has changed, when one of these guest frames has no machine frame.
   */
  release(vm: number, firstGuestFrame: number, count: number): boolean;

  /** The VM ends: all its frames are free again. Returns how many there were (0 for a VM that has none). */
  releaseAll(vm: number): number;

  /** The VM that owns a machine frame; undefined when the frame is free or not in the pool. */
  ownerOf(frame: number): number | undefined;

  /** How many frames of the pool are free. */
  freeFrames(): number;
}

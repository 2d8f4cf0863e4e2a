/**
 * The socket of exercise 02: who owns which machine frame.
 *
 * A frame is 4 KiB of the machine's memory; its number is its machine address divided by 4096. A guest frame is 4 KiB
 * of what one VM takes for its memory, numbered in the same way. The allocator is the map from the second to the first.
 */

/** The part: called once, when the VMM starts; what it returns serves every VM from then on. */
export type FrameAllocatorPart = (pool: FramePool) => FrameAllocator;

/** What the allocator gets to work with. The frames `firstFrame … firstFrame + frameCount - 1` are its own to give out. */
export interface FramePool {
  /** The number of the pool's first frame (an integer, not 0 in general). */
  readonly firstFrame: number;
  /** How many frames the pool has. At the start they hold whatever firmware left there, not zeros. */
  readonly frameCount: number;
  /**
   * Fills one frame of the pool with zeros. It costs the host time: once for each time that a frame is handed out, and not
   * otherwise.
   * @throws RangeError when `frame` is not a frame of the pool
   */
  scrub(frame: number): void;
}

/**
 * The bookkeeping itself. VM numbers and guest frame numbers are integers from 0 upwards, counts are integers from 1
 * upwards; the VMM passes nothing else. An operation that returns false has changed nothing.
 */
export interface FrameAllocator {
  /**
   * Gives `count` guest frames of a VM, from `firstGuestFrame` on, a machine frame each; these are exclusive to that VM
   * (the machine frames need not be neighbours) and read as zeros when this returns. All or nothing: false, and nothing has
   * changed, when too few frames are free or when one of these guest frames has a machine frame already.
   */
  allocate(vm: number, firstGuestFrame: number, count: number): boolean;

  /** The machine frame behind a guest frame of a VM; undefined when it has none. */
  translate(vm: number, guestFrame: number): number | undefined;

  /**
   * Takes `count` guest frames away from a VM, from `firstGuestFrame` on; their machine frames are free again.
   * All or nothing: false, and nothing has changed, when one of these guest frames has no machine frame.
   */
  release(vm: number, firstGuestFrame: number, count: number): boolean;

  /** The VM ends: all its frames are free again. Returns how many there were (0 for a VM that has none). */
  releaseAll(vm: number): number;

  /** The VM that owns a machine frame; undefined when the frame is free or not of the pool. */
  ownerOf(frame: number): number | undefined;

  /** How many frames of the pool are free. */
  freeFrames(): number;
}

/**
 * The socket of exercise 15: page colouring (lecture: Paravirtualization).
 *
 * A cache that is indexed by physical addresses has places for some pages only: frames whose numbers are alike in their low bits, of one
 * **colour**, use the same sets and push each other out. A kernel can choose frames so that its processes' pages do not meet. For this it
 * must see the numbers of the machine's frames. Full virtualization hides them, paravirtualization does not. (Bugnion et al., "Compiler-
 * Directed Page Coloring for Multiprocessors", ASPLOS 1996, section 2; Barham et al. 2003, section 2: real and virtual resources.)
 */
import type { CacheGeometry } from '../../machine/index.js';

/** The part: the page allocator of a paravirtual guest's kernel. It is called once for each VM. */
export type ColouringPart = (memory: VisibleMemory) => PageColouring;

/** What a paravirtual kernel sees of the machine. Frozen, and the same for as long as the VM lives. */
export interface VisibleMemory {
  /** The numbers of the VM's machine frames, in no order, each once. They are all free at the start. */
  readonly frames: readonly number[];
  /** The data cache, which the VM may share with others. It is indexed by machine addresses. */
  readonly cache: CacheGeometry;
}

/**
 * The allocator. Processes and pages are numbered by integers from 0 upwards; a page is a virtual address divided by 4096. Counts are
 * integers from 1 upwards. An operation that returns false has changed nothing.
 */
export interface PageColouring {
  /**
   * Gives `count` pages of a process, from `firstPage` on, a frame each. False, and nothing has changed, when fewer frames are free, or
   * when one of these pages has a frame already.
   */
  allocate(process: number, firstPage: number, count: number): boolean;
  /** The machine frame of a page; undefined when it has none. */
  frameOf(process: number, page: number): number | undefined;
  /** The frames of these pages are free again. False, and nothing has changed, when one of the pages has none. */
  release(process: number, firstPage: number, count: number): boolean;
  /** The process ends: all its frames are free again. Returns how many there were. */
  releaseAll(process: number): number;
  /** How many of the VM's frames are free. */
  freeFrames(): number;
}

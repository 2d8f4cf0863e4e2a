/**
 * The reference: free frames in a list for each colour that the VM has. Consecutive pages get consecutive colours, and where a colour
 * has run out, the colour of which the process has fewest pages.
 */
import { PAGE_BYTES } from '../../src/machine/index.js';
import type { ColouringPart } from '../../src/hypervisor/index.js';

interface Colour {
  readonly free: number[];
}
interface Page {
  readonly frame: number;
  readonly colour: Colour;
}

export const colourPages: ColouringPart = ({ frames, cache }) => {
  const count = Math.max(1, cache.bytes / cache.ways / PAGE_BYTES);
  const lists = Array.from({ length: count }, (): Colour => ({ free: [] }));
  frames.forEach((frame) => lists[frame % count]!.free.push(frame));
  const colours = lists.filter(({ free }) => free.length > 0); // those that the VM has, in order
  const processes = new Map<number, Map<number, Page>>();

  function pagesOf(process: number): Map<number, Page> {
    const known = processes.get(process);
    if (known) {
      return known;
    }
    const pages = new Map<number, Page>();
    processes.set(process, pages);
    return pages;
  }

  const freeFrames = () => colours.reduce((sum, { free }) => sum + free.length, 0);

  /** The colour for a page: its own, or the next best. At least one frame is free. */
  function choose(page: number, used: ReadonlyMap<Colour, number>): Colour {
    const first = page % colours.length;
    const inTurn = [...colours.slice(first), ...colours.slice(0, first)];
    const own = inTurn[0]!;
    if (own.free.length > 0) {
      return own;
    }
    const uses = (colour: Colour) => used.get(colour) ?? 0;
    return inTurn
      .filter(({ free }) => free.length > 0)
      .reduce((best, colour) => (uses(colour) < uses(best) ? colour : best));
  }

  function giveBack(pages: Map<number, Page>, page: number): void {
    const { frame, colour } = pages.get(page)!;
    colour.free.push(frame);
    pages.delete(page);
  }

  const range = (first: number, length: number) => Array.from({ length }, (_, i) => first + i);

  return {
    allocate(process, firstPage, wanted) {
      const pages = pagesOf(process);
      if (wanted > freeFrames() || range(firstPage, wanted).some((page) => pages.has(page))) {
        return false;
      }
      const used = new Map<Colour, number>();
      const use = (colour: Colour) => used.set(colour, (used.get(colour) ?? 0) + 1);
      pages.forEach(({ colour }) => use(colour));
      for (const page of range(firstPage, wanted)) {
        const colour = choose(page, used);
        use(colour);
        pages.set(page, { frame: colour.free.pop()!, colour });
      }
      return true;
    },
    frameOf: (process, page) => processes.get(process)?.get(page)?.frame,
    release(process, firstPage, length) {
      const pages = pagesOf(process);
      if (length > pages.size || !range(firstPage, length).every((page) => pages.has(page))) {
        return false;
      }
      range(firstPage, length).forEach((page) => giveBack(pages, page));
      return true;
    },
    releaseAll(process) {
      const pages = pagesOf(process);
      const { size } = pages;
      [...pages.keys()].forEach((page) => giveBack(pages, page));
      processes.delete(process);
      return size;
    },
    freeFrames,
  };
};

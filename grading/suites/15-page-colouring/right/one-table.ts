// One table of frames with their owners, searched from its beginning each time: no lists of free frames, no counts that are kept.
import type { ColouringPart, PageColouring, VisibleMemory } from '../../src/hypervisor/index.js';

interface Slot {
  readonly frame: number;
  readonly place: number;
  owner: { process: number; page: number } | null;
}

class Pages implements PageColouring {
  readonly #slots: Slot[];
  readonly #k: number;

  constructor({ frames, cache: { bytes, ways } }: VisibleMemory) {
    const colours = Math.max(bytes / ways / 4096, 1);
    const mine = Array.from(new Set(frames.map((f) => f % colours))).sort((a, b) => a - b);
    this.#k = mine.length;
    this.#slots = frames.map((frame) => ({ frame, place: mine.indexOf(frame % colours), owner: null }));
  }

  #find(process: number, page: number): Slot | undefined {
    return this.#slots.find(({ owner }) => owner?.process === process && owner.page === page);
  }

  #range(process: number, first: number, count: number): Slot[] {
    return this.#slots.filter(
      ({ owner }) => owner?.process === process && owner.page >= first && owner.page < first + count,
    );
  }

  allocate(process: number, first: number, count: number): boolean {
    if (this.freeFrames() < count || this.#range(process, first, count).length > 0) {
      return false;
    }
    for (let page = first; page < first + count; page++) {
      const own = page % this.#k;
      const used = new Array<number>(this.#k).fill(0);
      const firstFree = new Array<Slot | undefined>(this.#k).fill(undefined);
      for (const slot of this.#slots) {
        if (slot.owner?.process === process) {
          used[slot.place]!++;
        } else if (slot.owner === null) {
          firstFree[slot.place] ??= slot;
        }
      }
      const order = used.map((_, i) => (own + i) % this.#k).filter((place) => firstFree[place] !== undefined);
      const best = order[0] === own ? own : order.reduce((a, b) => (used[b]! < used[a]! ? b : a));
      firstFree[best]!.owner = { process, page };
    }
    return true;
  }

  frameOf(process: number, page: number): number | undefined {
    return this.#find(process, page)?.frame;
  }

  release(process: number, first: number, count: number): boolean {
    const slots = this.#range(process, first, count);
    if (slots.length !== count) {
      return false;
    }
    slots.forEach((slot) => (slot.owner = null));
    return true;
  }

  releaseAll(process: number): number {
    const slots = this.#range(process, 0, Infinity);
    slots.forEach((slot) => (slot.owner = null));
    return slots.length;
  }

  freeFrames(): number {
    return this.#slots.filter(({ owner }) => owner === null).length;
  }
}

export const colourPages: ColouringPart = (memory) => new Pages(memory);

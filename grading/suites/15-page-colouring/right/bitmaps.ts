/** Another design: one array of all frames in order, marks of what is free, and a search; pages are keys of text. */
import type { ColouringPart, PageColouring } from '../../src/hypervisor/index.js';

class Kernel implements PageColouring {
  readonly frames: readonly number[];
  readonly isFree: Uint8Array;
  readonly all: number;
  readonly own: readonly number[];
  /** Place in `frames`, by 'process:page'. */
  readonly places: Record<string, number> = {};

  constructor(frames: readonly number[], all: number) {
    this.frames = [...frames].sort((a, b) => b - a);
    this.isFree = new Uint8Array(frames.length).fill(1);
    this.all = all;
    this.own = Array.from({ length: all }, (_, colour) => colour).filter((colour) =>
      frames.some((frame) => frame % all === colour),
    );
  }

  colourAt(place: number): number {
    return this.frames[place]! % this.all;
  }

  key(process: number, page: number) {
    return `${process}:${page}`;
  }

  find(colour: number): number {
    return this.frames.findIndex((_, place) => this.isFree[place] === 1 && this.colourAt(place) === colour);
  }

  has(process: number, page: number) {
    return this.key(process, page) in this.places;
  }

  usesOf(process: number, colour: number): number {
    let uses = 0;
    for (const [key, place] of Object.entries(this.places)) {
      if (key.startsWith(`${process}:`) && this.colourAt(place) === colour) {
        uses++;
      }
    }
    return uses;
  }

  placeFor(process: number, page: number): number {
    const at = page % this.own.length;
    const place = this.find(this.own[at]!);
    if (place >= 0) {
      return place;
    }
    let best = -1;
    let fewest = Infinity;
    for (let turn = 1; turn < this.own.length; turn++) {
      const colour = this.own[(at + turn) % this.own.length]!;
      const found = this.find(colour);
      const uses = found < 0 ? Infinity : this.usesOf(process, colour);
      if (uses < fewest) {
        [best, fewest] = [found, uses];
      }
    }
    return best;
  }

  allocate(process: number, firstPage: number, count: number): boolean {
    for (let page = firstPage; page < firstPage + count; page++) {
      if (this.has(process, page)) {
        return false;
      }
    }
    if (count > this.freeFrames()) {
      return false;
    }
    for (let page = firstPage; page < firstPage + count; page++) {
      const place = this.placeFor(process, page);
      this.isFree[place] = 0;
      this.places[this.key(process, page)] = place;
    }
    return true;
  }

  frameOf(process: number, page: number): number | undefined {
    const place = this.places[this.key(process, page)];
    return place === undefined ? undefined : this.frames[place];
  }

  drop(key: string) {
    this.isFree[this.places[key]!] = 1;
    delete this.places[key];
  }

  release(process: number, firstPage: number, count: number): boolean {
    const keys: string[] = [];
    for (let page = firstPage; page < firstPage + count; page++) {
      if (!this.has(process, page)) {
        return false;
      }
      keys.push(this.key(process, page));
    }
    keys.forEach((key) => this.drop(key));
    return true;
  }

  releaseAll(process: number): number {
    const keys = Object.keys(this.places).filter((key) => key.startsWith(`${process}:`));
    keys.forEach((key) => this.drop(key));
    return keys.length;
  }

  freeFrames(): number {
    return this.isFree.reduce((sum, one) => sum + one, 0);
  }
}

export const colourPages: ColouringPart = ({ frames, cache: { bytes, ways } }) =>
  new Kernel(frames, Math.max(1, Math.floor(bytes / (ways * 4096))));

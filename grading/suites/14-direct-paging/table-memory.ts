/** The machine's memory as the model needs it: frames anywhere below 2^34, of which nearly all words are 0. */
import { PAGE_BYTES } from '../../../src/machine/index.js';

export class TableMemory {
  /** The words that are not 0, by frame and index. */
  readonly #frames: ReadonlyMap<number, Map<number, number>>;
  /** What stood there at the mark, by frame * 1024 + index, of each word that was written since. */
  readonly #old = new Map<number, number>();
  /** Entries read since the mark. */
  reads = 0;
  /** What was written through `write32` since the mark, in order: also what was written over again. */
  readonly #written: { frame: number; index: number; word: number }[] = [];

  constructor(frames: readonly number[]) {
    this.#frames = new Map(frames.map((frame) => [frame, new Map<number, number>()]));
  }

  read32(address: number): number {
    this.reads++;
    const offset = address % PAGE_BYTES;
    return this.#words((address - offset) / PAGE_BYTES).get(offset / 4) ?? 0;
  }

  write32(address: number, value: number): void {
    const offset = address % PAGE_BYTES;
    const [frame, index] = [(address - offset) / PAGE_BYTES, offset / 4];
    this.write(frame, index, value);
    this.#written.push({ frame, index, word: value >>> 0 });
  }

  write(frame: number, index: number, value: number): void {
    const words = this.#words(frame);
    const place = frame * 1024 + index;
    if (!this.#old.has(place)) {
      this.#old.set(place, words.get(index) ?? 0);
    }
    if (value === 0) {
      words.delete(index);
    } else {
      words.set(index, value >>> 0);
    }
  }

  /** The words of a frame that are not 0, by index. None where there is no frame. */
  wordsOf(frame: number): ReadonlyMap<number, number> {
    return this.#frames.get(frame) ?? new Map<number, number>();
  }

  /** From now on, `changes` tells what was written. */
  mark(): void {
    this.#old.clear();
    this.#written.length = 0;
    this.reads = 0;
  }

  get written(): readonly { readonly frame: number; readonly index: number; readonly word: number }[] {
    return this.#written;
  }

  /** The words that are others now than at the mark, in order. */
  changes(): { frame: number; index: number; word: number }[] {
    return [...this.#old]
      .map(([place, old]) => {
        const [frame, index] = [Math.floor(place / 1024), place % 1024];
        return { frame, index, old, word: this.wordsOf(frame).get(index) ?? 0 };
      })
      .filter(({ old, word }) => old !== word)
      .sort((a, b) => a.frame - b.frame || a.index - b.index);
  }

  #words(frame: number): Map<number, number> {
    const words = this.#frames.get(frame);
    if (words === undefined) {
      throw new RangeError(`there is no frame ${frame < 0 ? '-' : ''}0x${Math.abs(frame).toString(16)}`);
    }
    return words;
  }
}

/** The machine's memory as the model needs it: frames anywhere below 2^34, of which nearly all words are 0. */
import { PAGE_BYTES } from '../../../src/machine/index.js';

const WORDS = PAGE_BYTES / 4;

export class TableMemory {
  readonly #frames: ReadonlySet<number>;
  /** By frame number; a frame whose words are all 0 may have none here. */
  readonly #words = new Map<number, Uint32Array>();
  /** The frame that was looked at last, and its words: whoever reads a table reads all of it. */
  #frame = -1;
  #itsWords: Uint32Array | undefined;
  /** What stood there at the mark, by frame * 1024 + index, of each word that was written through `write32` since. */
  readonly #old = new Map<number, number>();
  /** Entries read since the mark. */
  reads = 0;
  /** What was written through `write32` since the mark, in order: also what was written over again. */
  #written: { frame: number; index: number; word: number }[] = [];

  constructor(frames: readonly number[]) {
    this.#frames = new Set(frames);
  }

  read32(address: number): number {
    this.reads++;
    const offset = address & (PAGE_BYTES - 1);
    const words = this.#wordsAt((address - offset) / PAGE_BYTES);
    return words === undefined ? 0 : words[offset >>> 2]!;
  }

  write32(address: number, value: number): void {
    const offset = address & (PAGE_BYTES - 1);
    const [frame, index] = [(address - offset) / PAGE_BYTES, offset >>> 2];
    const place = frame * WORDS + index;
    if (!this.#old.has(place)) {
      this.#old.set(place, this.wordAt(frame, index));
    }
    this.write(frame, index, value);
    this.#written.push({ frame, index, word: value >>> 0 });
  }

  /** Written by whoever is not watched: the model itself. */
  write(frame: number, index: number, value: number): void {
    this.#own(frame)[index] = value;
  }

  /** Writes each word of a frame. */
  fill(frame: number, value: number): void {
    this.#own(frame).fill(value);
  }

  /** 0 also where there is no frame. */
  wordAt(frame: number, index: number): number {
    return this.#words.get(frame)?.[index] ?? 0;
  }

  /** The words of a frame that are not 0, in order. None where there is no frame. */
  forEachWord(frame: number, tell: (word: number, index: number) => void): void {
    const words = this.#words.get(frame);
    for (let index = 0; words !== undefined && index < WORDS; index++) {
      const word = words[index]!;
      if (word !== 0) {
        tell(word, index);
      }
    }
  }

  /** From now on, `changes` tells what was written through `write32`. */
  mark(): void {
    if (this.#written.length > 0) {
      this.#old.clear();
      this.#written = [];
    }
    this.reads = 0;
  }

  get written(): readonly { readonly frame: number; readonly index: number; readonly word: number }[] {
    return this.#written;
  }

  /** The words that are others now than at the mark, in order. */
  changes(): { frame: number; index: number; word: number }[] {
    const changed: { frame: number; index: number; word: number }[] = [];
    for (const [place, old] of this.#old) {
      const frame = Math.floor(place / WORDS);
      const index = place % WORDS;
      const word = this.wordAt(frame, index);
      if (word !== old) {
        changed.push({ frame, index, word });
      }
    }
    return changed.sort((a, b) => a.frame - b.frame || a.index - b.index);
  }

  #wordsAt(frame: number): Uint32Array | undefined {
    if (frame !== this.#frame) {
      if (!this.#frames.has(frame)) {
        throw new RangeError(`there is no frame ${frame < 0 ? '-' : ''}0x${Math.abs(frame).toString(16)}`);
      }
      this.#frame = frame;
      this.#itsWords = this.#words.get(frame);
    }
    return this.#itsWords;
  }

  #own(frame: number): Uint32Array {
    const known = this.#wordsAt(frame);
    if (known !== undefined) {
      return known;
    }
    const words = new Uint32Array(WORDS);
    this.#words.set(frame, words);
    this.#itsWords = words;
    return words;
  }
}

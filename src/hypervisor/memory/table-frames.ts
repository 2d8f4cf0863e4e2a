/** What shadow page tables are made of: machine frames of the VMM, and the numbers (ASIDs) that tag the translations of a root. */
import { PAGE_BYTES, type Memory } from '../../machine/index.js';
import { SHADOW_ROOTS } from '../vm/index.js';

export class TableFrames {
  readonly #memory: Memory;
  readonly #frames: readonly number[];
  readonly #firstAsid: number;
  #free: number[] = [];
  #freeAsids: number[] = [];

  /** At least three frames: a root, a table for the fetch and one for its operand. `firstAsid`: the first of SHADOW_ROOTS numbers. */
  constructor(memory: Memory, frames: readonly number[], firstAsid: number) {
    if (frames.length < 3) {
      throw new RangeError(`shadow tables need at least 3 frames, not ${frames.length}`);
    }
    this.#memory = memory;
    this.#frames = frames;
    this.#firstAsid = firstAsid;
    this.takeBackAll();
  }

  /** How many there are, taken or not. */
  get count(): number {
    return this.#frames.length;
  }

  /** Are there `tables` frames, and a number for a new root if one is wanted? */
  suffice(tables: number, newRoot: boolean): boolean {
    return this.#free.length >= tables && (!newRoot || this.#freeAsids.length > 0);
  }

  /** A frame for an empty table. */
  take(): number {
    const frame = this.#free.pop();
    if (frame === undefined) {
      throw new Error('no frame is left for a shadow table'); // a bug: whoever takes one makes room first
    }
    const start = frame * PAGE_BYTES - this.#memory.base;
    this.#memory.bytes.fill(0, start, start + PAGE_BYTES);
    return frame;
  }

  takeAsid(): number {
    return this.#freeAsids.pop()!;
  }

  takeBack(frame: number): void {
    this.#free.push(frame);
  }

  takeBackAsid(asid: number): void {
    this.#freeAsids.push(asid);
  }

  takeBackAll(): void {
    this.#free = [...this.#frames];
    this.#freeAsids = Array.from(
      { length: SHADOW_ROOTS },
      (_, index) => this.#firstAsid + SHADOW_ROOTS - 1 - index,
    );
  }
}

/**
 * Decoded code, by pages of RAM: a cell for each halfword at which an instruction may begin, filled when it is first executed.
 * Unprivileged specification 20191213, chapter 3 (Zifencei).
 *
 * Nothing stale is ever executed, and FENCE.I has nothing to do: what a program stores to a page with decoded code
 * empties the cells concerned at once (invalidate), and what others wrote to memory is found by comparing a page with
 * its copy when it is entered for the first time since (Memory.version). The number of pages is bounded; the oldest
 * gives way.
 *
 * After a page's cells comes one that says so. After all pages comes a scratch cell, for an instruction that must be
 * fetched anew every time: because it straddles two pages, or because its page is not executable as a whole.
 */
import type { DecodedCode } from '../hart/index.js';
import { type Memory, PAGE_BYTES } from '../memory/index.js';

const CELLS = PAGE_BYTES / 2;
const STRIDE = CELLS + 1;
const WORDS = PAGE_BYTES / 4;
const MOST_PAGES = 256; // a megabyte of code

/** The plans of a cell that is empty, and of the one after a page: Op.Undecoded and Op.PageEnd of plans.ts. */
const UNDECODED = 0;
const PAGE_END = 1;

export class CodePages implements DecodedCode {
  /** By cell: the plan of the instruction, and its immediate; see plans.ts. */
  readonly plans: Int32Array;
  readonly immediates: Int32Array;
  /** The number of the scratch cell. */
  readonly scratch: number;
  readonly #memory: Memory;
  readonly #capacity: number;
  readonly #copies: Int32Array; // of the pages, as they were when they were decoded
  readonly #where: Int16Array; // by page of RAM; -1: not decoded
  readonly #owners: Int32Array; // and back
  readonly #versions: Float64Array; // of memory, when the page was last compared
  #next = 0;
  readonly #onNewPage: () => void;

  /** `onNewPage` is called when a page becomes one that stores must tell of. */
  constructor(memory: Memory, onNewPage: () => void) {
    this.#memory = memory;
    this.#onNewPage = onNewPage;
    this.#capacity = Math.min(memory.size / PAGE_BYTES, MOST_PAGES);
    this.scratch = this.#capacity * STRIDE;
    this.plans = new Int32Array(this.scratch + 3);
    this.plans.fill(PAGE_END, this.scratch);
    this.immediates = new Int32Array(this.scratch + 3);
    this.#copies = new Int32Array(this.#capacity * WORDS);
    this.#where = new Int16Array(memory.size / PAGE_BYTES).fill(-1);
    this.#owners = new Int32Array(this.#capacity).fill(-1);
    this.#versions = new Float64Array(this.#capacity);
    memory.onWrite = (offset, size) => this.invalidate(offset, size);
  }

  /** Is there decoded code in this page of RAM? */
  holds(page: number): boolean {
    return this.#where[page]! >= 0;
  }

  /** The number of the cell of the instruction at this offset in RAM. */
  enter(offset: number): number {
    const page = offset >>> 12;
    let at = this.#where[page]!;
    if (at < 0) {
      at = this.#take(page);
    } else if (this.#versions[at] !== this.#memory.version) {
      this.#compare(at, page);
    }
    return at * STRIDE + ((offset & 0xfff) >> 1);
  }

  /** Where in RAM the instruction of a cell is. */
  offsetOf(index: number): number {
    const at = Math.floor(index / STRIDE);
    return this.#owners[at]! * PAGE_BYTES + 2 * (index - at * STRIDE);
  }

  /** `size` bytes were written at this offset: what was decoded from them, also from the halfword before, is forgotten. */
  invalidate(offset: number, size: number): void {
    for (let byte = offset; byte < offset + size; byte += 1) {
      const at = this.#where[byte >>> 12]!;
      if (at >= 0) {
        const cell = (byte & 0xfff) >> 1;
        this.plans[at * STRIDE + cell] = UNDECODED;
        if (cell > 0) {
          this.plans[at * STRIDE + cell - 1] = UNDECODED;
        }
        this.#copies[at * WORDS + (cell >> 1)] = this.#memory.words[byte >> 2]!;
      }
    }
  }

  #take(page: number): number {
    const at = this.#next;
    this.#next = (at + 1) % this.#capacity;
    const old = this.#owners[at]!;
    if (old >= 0) {
      this.#where[old] = -1;
    }
    this.#owners[at] = page;
    this.#where[page] = at;
    this.#read(at, page);
    this.#onNewPage();
    return at;
  }

  #compare(at: number, page: number): void {
    const { words } = this.#memory;
    const copy = at * WORDS;
    const start = page * WORDS;
    this.#versions[at] = this.#memory.version;
    for (let index = 0; index < WORDS; index += 1) {
      if (this.#copies[copy + index] !== words[start + index]) {
        this.#read(at, page);
        return;
      }
    }
  }

  #read(at: number, page: number): void {
    const start = page * WORDS;
    this.#copies.set(this.#memory.words.subarray(start, start + WORDS), at * WORDS);
    this.#versions[at] = this.#memory.version;
    this.plans.fill(UNDECODED, at * STRIDE, at * STRIDE + CELLS);
    this.plans[at * STRIDE + CELLS] = PAGE_END;
  }
}

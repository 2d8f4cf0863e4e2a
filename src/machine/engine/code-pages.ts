/**
 * Decoded code, by pages of RAM. A page has one cell for each halfword at which an instruction may begin, and a cell is
 * filled when its instruction is executed for the first time. Unprivileged specification 20191213, chapter 3 (Zifencei).
 *
 * No outdated instruction is ever executed, so FENCE.I has nothing to do. There are two ways in which memory changes:
 *
 * - A program stores to a page with decoded code: invalidate() empties the changed cells at once.
 * - Code outside the machine writes to memory between two runs: each page keeps a copy of the words that it was decoded
 *   from. When it is first entered after such a change (Memory.version), it is compared with its copy.
 *
 * Room is made for a few pages at first, and for more when they are needed, up to a limit. Then the page that was decoded
 * first is replaced.
 *
 * The cells of a page are followed by one more cell, which marks the end of the page. Before all pages there is a scratch
 * cell, for an instruction that must be fetched each time: it crosses the end of its page, or only some addresses of its
 * page are executable.
 */
import type { DecodedCode } from '../hart/index.js';
import { type Memory, PAGE_BYTES } from '../memory/index.js';

const CELLS = PAGE_BYTES / 2;
const STRIDE = CELLS + 1;
const WORDS = PAGE_BYTES / 4;
const PAGES_AT_FIRST = 4;
const MOST_PAGES = 256; // 1 MiB of code

/** The number of the scratch cell. The two cells after it mark its end, for instructions of one or two halfwords. */
export const SCRATCH = 0;
/** The first cell of the first page. */
export const FIRST_CELL = 3;

/** The plans of an empty cell and of the cell after a page: Op.Undecoded and Op.PageEnd in plans.ts. */
const UNDECODED = 0;
const PAGE_END = 1;

export class CodePages implements DecodedCode {
  /** For each cell, the plan and the immediate of its instruction; see plans.ts. enter() may replace both arrays. */
  plans = new Int32Array(0);
  immediates = new Int32Array(0);
  readonly #memory: Memory;
  readonly #most: number;
  #capacity = 0;
  #copies = new Int32Array(0); // the words of each decoded page, as they were when it was decoded
  readonly #where: Int16Array; // for each page of RAM, the number of its decoded page; -1: not decoded
  readonly #owners: Int32Array; // for each decoded page, its page of RAM; -1: not used yet
  readonly #versions: Float64Array; // for each decoded page, Memory.version when it was last compared
  #next = 0;
  readonly #onNewPage: () => void;

  /** `onNewPage` is called when a page is decoded: from then on, stores to it must call invalidate(). */
  constructor(memory: Memory, onNewPage: () => void) {
    this.#memory = memory;
    this.#onNewPage = onNewPage;
    this.#most = Math.min(memory.size / PAGE_BYTES, MOST_PAGES);
    this.#makeRoom(Math.min(PAGES_AT_FIRST, this.#most));
    this.plans.fill(PAGE_END, SCRATCH, FIRST_CELL);
    this.#where = new Int16Array(memory.size / PAGE_BYTES).fill(-1);
    this.#owners = new Int32Array(this.#most).fill(-1);
    this.#versions = new Float64Array(this.#most);
    memory.onWrite = (offset, size) => this.invalidate(offset, size);
  }

  /** Tells whether this page of RAM has decoded code. */
  holds(page: number): boolean {
    return this.#where[page]! >= 0;
  }

  /** Returns the number of the cell for this offset in RAM. Makes room for its page if the page has no cells yet. */
  enter(offset: number): number {
    const page = offset >>> 12;
    let at = this.#where[page]!;
    if (at < 0) {
      at = this.#take(page);
    } else if (this.#versions[at] !== this.#memory.version) {
      this.#compare(at, page);
    }
    return firstCellOf(at) + ((offset & 0xfff) >> 1);
  }

  /** The offset in RAM of the instruction in a cell. */
  offsetOf(index: number): number {
    const at = Math.floor((index - FIRST_CELL) / STRIDE);
    return this.#owners[at]! * PAGE_BYTES + 2 * (index - firstCellOf(at));
  }

  /**
   * Empties the cells that were decoded from these `size` bytes, which have just been written. That includes the cell
   * before them: a 32-bit instruction in it extends into these bytes.
   */
  invalidate(offset: number, size: number): void {
    const end = offset + size;
    for (let start = offset; start < end;) {
      const next = Math.min((start | 0xfff) + 1, end); // the first byte that is in another page, or was not written
      const at = this.#where[start >>> 12]!;
      if (at >= 0) {
        this.#empty(at, start, next);
      }
      start = next;
    }
  }

  /** Empties the cells of one decoded page, for the bytes from `start` to before `end`. */
  #empty(at: number, start: number, end: number): void {
    const first = firstCellOf(at);
    const lastCell = ((end - 1) & 0xfff) >> 1;
    for (let cell = Math.max(((start & 0xfff) >> 1) - 1, 0); cell <= lastCell; cell += 1) {
      this.plans[first + cell] = UNDECODED;
    }
    for (let word = start >> 2; word <= (end - 1) >> 2; word += 1) {
      this.#copies[at * WORDS + (word % WORDS)] = this.#memory.words[word]!;
    }
  }

  #take(page: number): number {
    if (this.#next === this.#capacity) {
      if (this.#capacity < this.#most) {
        this.#makeRoom(Math.min(2 * this.#capacity, this.#most));
      } else {
        this.#next = 0;
      }
    }
    const at = this.#next;
    this.#next += 1;
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
    const first = firstCellOf(at);
    this.plans.fill(UNDECODED, first, first + CELLS);
    this.plans[first + CELLS] = PAGE_END;
  }

  #makeRoom(pages: number): void {
    this.#capacity = pages;
    this.plans = enlarged(this.plans, firstCellOf(pages));
    this.immediates = enlarged(this.immediates, firstCellOf(pages));
    this.#copies = enlarged(this.#copies, pages * WORDS);
  }
}

/** The first cell of the decoded page with this number. */
function firstCellOf(at: number): number {
  return FIRST_CELL + at * STRIDE;
}

function enlarged(array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(array);
  return larger;
}

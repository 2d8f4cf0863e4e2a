/**
 * A lookaside remembers where in RAM the pages are that the hart used last, so that most loads are one comparison and one array
 * access. It only makes the simulator fast; a program cannot see it. It holds a page only while the TLB holds it too (or while
 * addresses are physical), with the same rights. So each change of rights or translations must flush it (Hart.flushTlb,
 * Hart.refreshContext).
 *
 * An entry has four words: tag for loads, tag for stores, offset in RAM minus address, unused. A tag is the address of the page.
 * Before the comparison the offset in the page is cleared from the address, except the low bits that must be zero in an aligned
 * access. So a misaligned address never matches.
 */
import { TLB_INDEX_MASK, type Tlb } from './tlb.js';
import { UsedEntries } from './used-entries.js';

const WORDS = 4 * (TLB_INDEX_MASK + 1);
export const LOOKASIDE_BYTES = 4 * WORDS;

const EMPTY = 4; // matches no address: this bit is always cleared before the comparison
const PAGE_MASK = ~0xfff;

export class Lookaside {
  readonly entries: Int32Array;
  readonly #used = new UsedEntries();
  // The context for which the entries are valid.
  #tlb: Tlb | undefined;
  #tag = 0;
  #translated = false;

  /** The entries lie in `buffer` at `offset`, so that code of a binary translator could use them too. */
  constructor(buffer: ArrayBuffer, offset: number) {
    this.entries = new Int32Array(buffer, offset, WORDS);
    this.entries.fill(EMPTY);
  }

  /** Sets the context of the next loads and stores. Flushes the entries if they were made in another context. */
  serve(tlb: Tlb, tag: number, translated: boolean): void {
    if (this.#tlb !== tlb || this.#tag !== tag || this.#translated !== translated) {
      this.#tlb = tlb;
      this.#tag = tag;
      this.#translated = translated;
      this.flush();
    }
  }

  /** Removes all entries. Free if there are none. */
  flush(): void {
    const { known } = this.#used;
    if (known === undefined) {
      this.entries.fill(EMPTY);
    } else {
      for (let index = 0; index < known; index += 1) {
        this.clear(this.#used.at(index));
      }
    }
    this.#used.forget();
  }

  /** Removes the tags for stores. Loads keep theirs. */
  forgetStores(): void {
    if (this.#used.any) {
      for (let at = 1; at < WORDS; at += 4) {
        this.entries[at] = EMPTY;
      }
    }
  }

  /** The TLB's entry for `address` may change: clears the entry here if it holds another page. */
  evict(address: number): void {
    const at = entryAt(address);
    const page = address & PAGE_MASK;
    const { entries } = this;
    if (
      (entries[at] !== EMPTY && entries[at] !== page) ||
      (entries[at + 1] !== EMPTY && entries[at + 1] !== page)
    ) {
      this.clear(at);
    }
  }

  clear(at: number): void {
    this.entries[at] = EMPTY;
    this.entries[at + 1] = EMPTY;
  }

  /** An access to `address` went to `offset` in RAM. The next accesses of this kind to the page may use the entry. */
  fill(address: number, offset: number, forStore: boolean): void {
    const at = entryAt(address);
    this.entries[forStore ? at + 1 : at] = address & PAGE_MASK;
    this.entries[at + 2] = (offset - address) | 0;
    this.#used.add(at);
  }
}

/** The index of the first word of the entry for this address. */
export function entryAt(address: number): number {
  return ((address >>> 12) & TLB_INDEX_MASK) << 2;
}

/**
 * Where the pages of RAM are that the hart has just loaded from or stored to: what makes a load one comparison and one access.
 * It is no part of the architecture: a page is in it only while the TLB has it too (or while addresses are physical), and
 * with the rights that the TLB gave. Whoever changes rights or translations flushes it (Hart.flushTlb, Hart.refreshContext).
 *
 * Four words an entry: tag for loads, tag for stores, offset in RAM minus the address, nothing. A tag is the page's address, and
 * is compared with an address whose offset within the page was cleared but for the bits that make it misaligned.
 */
import { TLB_INDEX_MASK, type Tlb } from './tlb.js';

const WORDS = 4 * (TLB_INDEX_MASK + 1);
export const LOOKASIDE_BYTES = 4 * WORDS;

const EMPTY = 4; // no masked address has this bit
const PAGE_MASK = ~0xfff;

export class Lookaside {
  readonly entries: Int32Array;
  #filled = true; // is there anything to forget?
  // What the entries hold for.
  #tlb: Tlb | undefined;
  #tag = 0;
  #translated = false;

  /** In `buffer` from `offset` on, where a translator's code could reach it too. */
  constructor(buffer: ArrayBuffer, offset: number) {
    this.entries = new Int32Array(buffer, offset, WORDS);
    this.flush();
  }

  /** From now on such are the circumstances of loads and stores; what holds for others only is forgotten. */
  serve(tlb: Tlb, tag: number, translated: boolean): void {
    if (this.#tlb !== tlb || this.#tag !== tag || this.#translated !== translated) {
      this.#tlb = tlb;
      this.#tag = tag;
      this.#translated = translated;
      this.flush();
    }
  }

  /** Costs nothing where there is nothing to forget. */
  flush(): void {
    if (this.#filled) {
      this.entries.fill(EMPTY);
      this.#filled = false;
    }
  }

  /** The pages may still be loaded from without further looks. */
  forgetStores(): void {
    if (this.#filled) {
      for (let at = 1; at < WORDS; at += 4) {
        this.entries[at] = EMPTY;
      }
    }
  }

  /** The TLB's entry for this address is about to serve its page, perhaps instead of another. */
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

  /** An access to `address` went to `offset` in RAM; such accesses to the page need not be looked at again. */
  fill(address: number, offset: number, forStore: boolean): void {
    const at = entryAt(address);
    this.entries[forStore ? at + 1 : at] = address & PAGE_MASK;
    this.entries[at + 2] = (offset - address) | 0;
    this.#filled = true;
  }
}

/** Where the entry for this address begins. */
export function entryAt(address: number): number {
  return ((address >>> 12) & TLB_INDEX_MASK) << 2;
}

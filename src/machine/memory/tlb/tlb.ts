/**
 * The translation lookaside buffer (TLB): a direct-mapped cache of translations. Software can notice it only in one way, which
 * the specification allows: after a page-table entry has changed, its old translation may be used until the next SFENCE.VMA.
 * Privileged specification 1.12, section 4.2.1.
 *
 * A tag says for which page and in which context an entry may be used:
 *
 *   31           12 11      3   2    1    0
 *   page number     ASID        S    SUM  MXR      S: an access of S-mode; for fetches SUM = MXR = 0
 *
 * Entry n holds only page numbers whose low bits are n. So an empty entry holds the tag of a page number with other low bits:
 * no lookup can match it.
 */
import { UsedEntries } from './used-entries.js';

const ENTRIES = 256; // a power of two; between the first-level TLB (32 to 64) and the second-level TLB (512 and more) of a small core

export const TLB_INDEX_MASK = ENTRIES - 1;

/** A page number whose low bits are not 0, for the empty entry 0. */
const NOT_0 = 1 << 12;

export class Tlb {
  readonly tags = new Int32Array(ENTRIES);
  /** Physical page numbers, 22 bits. */
  readonly frames = new Int32Array(ENTRIES);
  /** 1 if stores are allowed too and the page is already marked dirty. */
  readonly writable = new Uint8Array(ENTRIES);

  readonly #used = new UsedEntries();

  constructor() {
    this.#emptyAll();
  }

  flush(): void {
    const { known } = this.#used;
    if (known === undefined) {
      this.#emptyAll();
    } else {
      for (let index = 0; index < known; index += 1) {
        const entry = this.#used.at(index);
        this.tags[entry] = entry === 0 ? NOT_0 : 0;
      }
    }
    this.#used.forget();
  }

  #emptyAll(): void {
    this.tags.fill(0);
    this.tags[0] = NOT_0;
  }

  fill(tag: number, frame: number, writable: boolean): void {
    const entry = (tag >>> 12) & TLB_INDEX_MASK;
    this.tags[entry] = tag;
    this.#used.add(entry);
    this.frames[entry] = frame;
    this.writable[entry] = writable ? 1 : 0;
  }
}

/** The low twelve bits of a tag. `status` holds SUM and MXR at the places where mstatus has them; pass 0 for a fetch. */
export function tlbContext(satp: number, supervisor: boolean, status: number): number {
  const asid = (satp >>> 22) & 0x1ff;
  return (asid << 3) | (supervisor ? 4 : 0) | ((status >>> 17) & 2) | ((status >>> 19) & 1);
}

/**
 * The translation lookaside buffer: direct-mapped, software-visible only as the specification allows (an entry may
 * outlive its page-table entry until SFENCE.VMA). Privileged specification 1.12, section 4.2.1.
 *
 * A tag says for which page and under which circumstances an entry may be used:
 *
 *   31           12 11      3   2    1    0
 *   page number     ASID        S    SUM  MXR      S: looked up as supervisor; fetches have SUM = MXR = 0
 *
 * Entry n serves only page numbers that end in n. So an empty entry holds the tag of a page number that does not.
 */
const ENTRIES = 256; // a power of two; between a small core's first level (32 to 64) and second level (512 and more)

export const TLB_INDEX_MASK = ENTRIES - 1;

export class Tlb {
  readonly tags = new Int32Array(ENTRIES);
  /** Physical page numbers, 22 bits. */
  readonly frames = new Int32Array(ENTRIES);
  /** 1 where stores are allowed too, and the page is already marked dirty. */
  readonly writable = new Uint8Array(ENTRIES);

  constructor() {
    this.flush();
  }

  flush(): void {
    this.tags.fill(0);
    this.tags[0] = 1 << 12;
  }

  fill(tag: number, frame: number, writable: boolean): void {
    const entry = (tag >>> 12) & TLB_INDEX_MASK;
    this.tags[entry] = tag;
    this.frames[entry] = frame;
    this.writable[entry] = writable ? 1 : 0;
  }
}

/** The low twelve bits of a tag. `status` carries SUM and MXR as mstatus does; pass 0 for a fetch. */
export function tlbContext(satp: number, supervisor: boolean, status: number): number {
  const asid = (satp >>> 22) & 0x1ff;
  return (asid << 3) | (supervisor ? 4 : 0) | ((status >>> 17) & 2) | ((status >>> 19) & 1);
}

/**
 * Shadow page tables: the Sv32 tables that the hardware walks while a guest runs. They lie in machine frames of the VMM.
 * A page fault fills one page; a fence of the guest makes them forget everything. There is one table for each context, see
 * shadow-address-space.ts.
 * Privileged specification 1.12, section 4.3.
 *
 *   31        20 19        10 9  8 7 6 5 4 3 2 1 0
 *   PPN[1]       PPN[0]       RSW  D A G U X W R V     a page-table entry
 */
import {
  PAGE_BYTES,
  PTE_A,
  PTE_D,
  PTE_PPN_SHIFT,
  PTE_R,
  PTE_U,
  PTE_V,
  PTE_W,
  PTE_X,
  SATP_ASID_SHIFT,
  SATP_MODE_SV32,
  type Memory,
} from '../../machine/index.js';

/**
 * In every entry. U, because the guest's kernel runs in U-mode too. A and D, so that the hardware never writes to a shadow
 * table; the shadow part keeps the accessed and dirty bits in the guest's own table.
 */
const ALWAYS = PTE_V | PTE_U | PTE_A | PTE_D;

export interface Rights {
  readonly read: boolean;
  readonly write: boolean;
  readonly execute: boolean;
}

export class ShadowTables {
  #free: number[];
  /** The frame of the root table of each context. */
  readonly #roots = new Map<number, number>();

  readonly #memory: Memory;
  readonly #frames: readonly number[];
  /** Flushes the hart's TLB. */
  readonly #flushTlb: () => void;

  /** `frames`: machine frames for the tables. At least three: a root, a table for the fetch and one for its operand. */
  constructor(memory: Memory, frames: readonly number[], flushTlb: () => void) {
    this.#memory = memory;
    this.#frames = frames;
    this.#flushTlb = flushTlb;
    if (frames.length < 3) {
      throw new RangeError(`shadow tables need at least 3 frames, not ${frames.length}`);
    }
    this.#free = [...frames];
  }

  /** The hart's satp for a guest in this context. The TLB tags the translations with `asid` (9 bits). */
  satp(context: number, asid: number): number {
    return (SATP_MODE_SV32 | (asid << SATP_ASID_SHIFT) | this.#root(context)) >>> 0;
  }

  /** Maps the page of a guest-virtual address to a machine frame. */
  map(context: number, address: number, frame: number, rights: Rights): void {
    // When the frames are used up, forget all tables: they are a cache, and the guest's next faults fill them again.
    if (this.#free.length < 2 && !this.#hasRoomFor(context, address)) {
      this.forget();
    }
    const root = this.#root(context);
    const upper = this.#entryAddress(root, address >>> 22);
    let table = this.#memory.read32(upper);
    if (table === 0) {
      table = (this.#take() << PTE_PPN_SHIFT) | PTE_V;
      this.#memory.write32(upper, table >>> 0);
    }
    const lower = this.#entryAddress(table >>> PTE_PPN_SHIFT, (address >>> 12) & 0x3ff);
    this.#memory.write32(lower, leaf(frame, rights));
  }

  /** The machine address that a guest-virtual one is mapped to; undefined when it is not mapped. */
  lookup(context: number, address: number): number | undefined {
    const root = this.#roots.get(context);
    if (root === undefined) {
      return undefined;
    }
    const table = this.#memory.read32(this.#entryAddress(root, address >>> 22));
    if (table === 0) {
      return undefined;
    }
    const entry = this.#memory.read32(this.#entryAddress(table >>> PTE_PPN_SHIFT, (address >>> 12) & 0x3ff));
    return entry === 0 ? undefined : (entry >>> PTE_PPN_SHIFT) * PAGE_BYTES + (address & (PAGE_BYTES - 1));
  }

  /** Forgets all translations, of all contexts. */
  forget(): void {
    this.#roots.clear();
    this.#free = [...this.#frames];
    this.#flushTlb();
  }

  #hasRoomFor(context: number, address: number): boolean {
    const root = this.#roots.get(context);
    if (root === undefined) {
      return false;
    }
    return this.#free.length > 0 || this.#memory.read32(this.#entryAddress(root, address >>> 22)) !== 0;
  }

  #root(context: number): number {
    let root = this.#roots.get(context);
    if (root === undefined) {
      if (this.#free.length === 0) {
        this.forget();
      }
      root = this.#take();
      this.#roots.set(context, root);
    }
    return root;
  }

  /** An empty table. */
  #take(): number {
    const frame = this.#free.pop();
    if (frame === undefined) {
      throw new Error('no frame is left for a shadow table'); // a bug: #root and map make room first
    }
    const start = frame * PAGE_BYTES - this.#memory.base;
    this.#memory.bytes.fill(0, start, start + PAGE_BYTES);
    return frame;
  }

  #entryAddress(table: number, index: number): number {
    return table * PAGE_BYTES + index * 4;
  }
}

function leaf(frame: number, { read, write, execute }: Rights): number {
  const rights = (read ? PTE_R : 0) | (write ? PTE_R | PTE_W : 0) | (execute ? PTE_X : 0); // W without R is reserved
  return ((frame << PTE_PPN_SHIFT) | rights | ALWAYS) >>> 0;
}

/**
 * The page tables that the hardware walks while a guest runs: Sv32 tables in machine frames of the VMM's own, filled page
 * by page on faults, forgotten when the guest fences. One table for every way in which the guest's translations can differ
 * without a fence: kernel or user, and the kernel's SUM and MXR.
 * Privileged specification 1.12, section 4.3.
 *
 *   31        20 19        10 9  8 7 6 5 4 3 2 1 0
 *   PPN[1]       PPN[0]       RSW  D A G U X W R V     a page-table entry
 */
import { PAGE_BYTES, SATP_MODE_SV32, type Memory } from '../../machine/index.js';

const PTE_V = 1;
const PTE_R = 2;
const PTE_W = 4;
const PTE_X = 8;
const PTE_U = 16; // always: the guest runs in U-mode, whatever it believes
const PTE_AD = 0xc0; // always: the guest's own accessed and dirty bits are kept by the shadow part
const PPN_SHIFT = 10;
const ASID_SHIFT = 22; // in satp

export interface Rights {
  readonly read: boolean;
  readonly write: boolean;
  readonly execute: boolean;
}

export class ShadowTables {
  #free: number[];
  /** Which guest context (see Vm.context) has which root frame. */
  readonly #roots = new Map<number, number>();

  readonly #memory: Memory;
  readonly #frames: readonly number[];
  /** Flushes the hart's TLB. */
  readonly #flushTlb: () => void;

  /** `frames`: machine frames that the tables may use, at least three: a root, and tables for a fetch and for its access. */
  constructor(
    memory: Memory,
    frames: readonly number[],

    flushTlb: () => void,
  ) {
    this.#memory = memory;
    this.#frames = frames;
    this.#flushTlb = flushTlb;
    if (frames.length < 3) {
      throw new RangeError(`shadow tables need at least 3 frames, not ${frames.length}`);
    }
    this.#free = [...frames];
  }

  /** The value of the hart's satp with which a guest in this context runs; translations are tagged with `asid` (9 bits). */
  satp(context: number, asid: number): number {
    return (SATP_MODE_SV32 | (asid << ASID_SHIFT) | this.#root(context)) >>> 0;
  }

  /** Maps the page of a guest-virtual address to a machine frame. */
  map(context: number, address: number, frame: number, rights: Rights): void {
    // When the frames are used up all tables go: they are a cache, and the guest's next faults fill them again.
    if (this.#free.length < 2 && !this.#hasRoomFor(context, address)) {
      this.forget();
    }
    const root = this.#root(context);
    const upper = this.#entryAddress(root, address >>> 22);
    let table = this.#memory.read32(upper);
    if (table === 0) {
      table = (this.#take() << PPN_SHIFT) | PTE_V;
      this.#memory.write32(upper, table >>> 0);
    }
    const lower = this.#entryAddress(table >>> PPN_SHIFT, (address >>> 12) & 0x3ff);
    this.#memory.write32(lower, leaf(frame, rights));
  }

  /** The machine address behind a guest-virtual one that the hardware can execute from; undefined when it is not mapped. */
  lookup(context: number, address: number): number | undefined {
    const root = this.#roots.get(context);
    if (root === undefined) {
      return undefined;
    }
    const table = this.#memory.read32(this.#entryAddress(root, address >>> 22));
    if (table === 0) {
      return undefined;
    }
    const entry = this.#memory.read32(this.#entryAddress(table >>> PPN_SHIFT, (address >>> 12) & 0x3ff));
    return entry === 0 ? undefined : (entry >>> PPN_SHIFT) * PAGE_BYTES + (address & (PAGE_BYTES - 1));
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
      throw new Error('no frame is left for a shadow table');
    } // map and root made room
    const start = frame * PAGE_BYTES - this.#memory.base;
    this.#memory.bytes.fill(0, start, start + PAGE_BYTES);
    return frame;
  }

  #entryAddress(table: number, index: number): number {
    return table * PAGE_BYTES + index * 4;
  }
}

function leaf(frame: number, { read, write, execute }: Rights): number {
  const rights = (read ? PTE_R : 0) | (write ? PTE_R | PTE_W : 0) | (execute ? PTE_X : 0);
  return ((frame << PPN_SHIFT) | PTE_AD | PTE_U | rights | PTE_V) >>> 0;
}

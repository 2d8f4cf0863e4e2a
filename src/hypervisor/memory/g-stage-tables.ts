/**
 * The G-stage table of one VM: from guest-physical to machine addresses, in machine frames of the VMM. The hardware walks it for each
 * access of the guest, and for each entry of the guest's own table. The assist part fills it at guest-page faults; it is a cache.
 * Privileged specification 1.12, section 8.5.1 (Sv32x4).
 *
 *   33          22 21    12 11     0
 *   12 bits        10 bits  offset       a guest-physical address; the root has 4096 entries, 16 KiB
 */
import { PAGE_BYTES, PTE_V, SATP_MODE_SV32, type Memory } from '../../machine/index.js';

/** The root table has four frames, at an address that is a multiple of its size. */
const ROOT_FRAMES = 4;

export class GStageTables {
  /** The first frame of the root table. */
  readonly root: number;
  readonly #memory: Memory;
  readonly #frames: readonly number[];
  readonly #flushTlb: () => void;
  #free: number[] = [];
  readonly #tables = new Set<number>();

  /** `frames`: adjacent machine frames, the first four for the root. `flushTlb` flushes the hart's TLB. */
  constructor(memory: Memory, frames: readonly number[], flushTlb: () => void) {
    const [root = 1] = frames;
    if (root % ROOT_FRAMES !== 0 || frames.length <= ROOT_FRAMES) {
      throw new RangeError('a G-stage table needs more than 4 frames, from a multiple of 4 on');
    }
    this.root = root;
    this.#memory = memory;
    this.#frames = frames;
    this.#flushTlb = flushTlb;
    this.forget();
  }

  /** The hart's hgatp for this VM. `vmid`: the number by which the TLB knows its translations. */
  hgatp(vmid: number): number {
    return (SATP_MODE_SV32 | (vmid << 22) | this.root) >>> 0;
  }

  isTable(frame: number): boolean {
    return this.#tables.has(frame);
  }

  /** The frame of an empty table at the last level. */
  newTable(): number {
    const frame = this.#free.pop();
    if (frame === undefined) {
      throw new Error('no frame is left for a G-stage table'); // a bug: makeRoom() comes first
    }
    this.#clear(frame);
    this.#tables.add(frame);
    return frame;
  }

  /** After this there is room for a new table. */
  makeRoom(): void {
    if (this.#free.length === 0) {
      this.forget(); // the guest's next faults fill the tables again
    }
  }

  readEntry(address: number): number {
    return this.#memory.read32(address);
  }

  /** An entry that was valid before may be in the TLB. */
  writeEntry(address: number, entry: number): void {
    const old = this.#memory.read32(address);
    this.#memory.write32(address, entry);
    if ((old & PTE_V) !== 0) {
      this.#flushTlb();
    }
  }

  /** Empties the table. */
  forget(): void {
    for (let part = 0; part < ROOT_FRAMES; part += 1) {
      this.#clear(this.root + part);
    }
    this.#tables.clear();
    this.#free = this.#frames.slice(ROOT_FRAMES).reverse();
    this.#flushTlb();
  }

  #clear(frame: number): void {
    const start = frame * PAGE_BYTES - this.#memory.base;
    this.#memory.bytes.fill(0, start, start + PAGE_BYTES);
  }
}

/**
 * Which machine frames hold page tables of the guest, and which of them were written since the guest's last fence.
 *
 * No shadow entry lets the guest write to such a frame. Its first write to one is therefore a VM exit; from then on the frame may be
 * written freely, until the guest fences: then what was made from its entries is looked at again, and writes are forbidden again. So a
 * fence costs what was written, not what there is. (KVM calls such a table "unsync".)
 */
import { PAGE_BYTES, PTE_PPN_SHIFT, PTE_W, type Memory } from '../../machine/index.js';
import { Places } from './places.js';

export class GuestTables {
  readonly #memory: Memory;
  readonly #flushTlb: () => void;
  readonly #tables = new Set<number>();
  readonly #written = new Set<number>();
  /** Frames that are no page tables, but each write to them must be noticed too. */
  readonly #watched = new Set<number>();
  /** For each frame that the guest may write to: the machine addresses of the shadow entries that allow it, or did. */
  readonly #writable = new Places();

  constructor(memory: Memory, flushTlb: () => void) {
    this.#memory = memory;
    this.#flushTlb = flushTlb;
  }

  /** Whether a write to this frame must be noticed. */
  isProtected(frame: number): boolean {
    return this.#watched.has(frame) || (this.#tables.has(frame) && !this.#written.has(frame));
  }

  /** The frame has been written to, or may be from now on. */
  written(frame: number): void {
    if (this.#tables.has(frame)) {
      this.#written.add(frame);
    }
  }

  /** The shadow entry at the machine address `place` lets the guest write to this frame. */
  allowWrites(frame: number, place: number): void {
    this.#writable.add(frame, place);
  }

  /** How many places are kept for that. */
  get placeCount(): number {
    return this.#writable.count;
  }

  /** The frame that holds the guest's entry at this machine address is a page table. */
  add(entry: number): void {
    const frame = Math.floor(entry / PAGE_BYTES);
    if (!this.#tables.has(frame)) {
      this.#tables.add(frame);
      this.protect(frame);
    }
  }

  /** From now on, each write to this frame is noticed, until unwatch(). */
  watch(frame: number): void {
    this.#watched.add(frame);
    this.protect(frame);
  }

  unwatch(frame: number): void {
    this.#watched.delete(frame);
  }

  /** The frame is no page table any more. */
  remove(frame: number): void {
    this.#tables.delete(frame);
  }

  /** The tables that were written since the last call. */
  takeWritten(): number[] {
    const frames = [...this.#written];
    this.#written.clear();
    return frames;
  }

  /** From now on, a write to this frame is noticed. A place may have got another entry meanwhile: then it is left alone. */
  protect(frame: number): void {
    let changed = false;
    for (const place of this.#writable.take(frame)) {
      const entry = this.#memory.read32(place);
      if (entry >>> PTE_PPN_SHIFT === frame && (entry & PTE_W) !== 0) {
        this.#memory.write32(place, (entry & ~PTE_W) >>> 0);
        changed = true;
      }
    }
    if (changed) {
      this.#flushTlb();
    }
  }

  /** No shadow entry is left. What is watched stays so. */
  clear(): void {
    this.#tables.clear();
    this.#written.clear();
    this.#writable.clear();
  }
}

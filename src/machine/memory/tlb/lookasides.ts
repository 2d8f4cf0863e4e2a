/**
 * The lookasides of a hart: one for each privilege mode of loads and stores, so that a system call and the return from it flush
 * nothing. All of them share one TLB: a page that came into the TLB in one mode can be replaced in another mode.
 */
import { LOOKASIDE_BYTES, Lookaside, entryAt } from './lookaside.js';
import { Mode } from '../../isa/index.js';
import type { Tlb } from './tlb.js';

const MODES = [Mode.User, Mode.Supervisor, Mode.Machine];

/** Size in the machine's buffer. */
export const LOOKASIDES_BYTES = LOOKASIDE_BYTES * MODES.length;

export class Lookasides {
  /** The lookaside of the mode that loads and stores have now. */
  current: Lookaside;
  readonly #all: readonly Lookaside[];

  constructor(buffer: ArrayBuffer, offset: number) {
    this.#all = MODES.map((_, index) => new Lookaside(buffer, offset + LOOKASIDE_BYTES * index));
    this.current = this.#all[0]!;
  }

  /** Sets the mode and the context of the next loads and stores (see refreshPaths in refresh-paths.ts). */
  enter(mode: number, tlb: Tlb, tag: number, translated: boolean): void {
    this.current = this.#all[MODES.indexOf(mode as Mode)]!;
    this.current.serve(tlb, tag, translated);
  }

  flush(): void {
    for (const lookaside of this.#all) {
      lookaside.flush();
    }
  }

  /** Makes the next store to each page take the slow way, because a page now holds decoded code or a reserved word. */
  forgetStores(): void {
    for (const lookaside of this.#all) {
      lookaside.forgetStores();
    }
  }

  /**
   * The TLB's entry for `address` may change. The current mode keeps its entry if it holds the same page. The other modes lose
   * theirs in any case: the TLB replaces their entry, because it has another tag.
   */
  evict(address: number): void {
    this.current.evict(address);
    for (const lookaside of this.#all) {
      if (lookaside !== this.current) {
        lookaside.clear(entryAt(address));
      }
    }
  }

  /** An access to `address` went to `offset` in RAM. The next accesses of this kind to the page may use the entry. */
  fill(address: number, offset: number, forStore: boolean): void {
    this.evict(address);
    this.current.fill(address, offset, forStore);
  }
}

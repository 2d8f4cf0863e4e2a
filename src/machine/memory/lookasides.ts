/**
 * A hart's lookasides: one for each privilege mode that loads and stores may count as, so that a system call and the return
 * from it forget nothing. The TLB behind them is one: what enters it in one mode may leave it in another.
 */
import { LOOKASIDE_BYTES, Lookaside, entryAt } from './lookaside.js';
import { Mode } from '../isa/index.js';
import type { Tlb } from './tlb.js';

const MODES = [Mode.User, Mode.Supervisor, Mode.Machine];

/** Size in the machine's buffer. */
export const LOOKASIDES_BYTES = LOOKASIDE_BYTES * MODES.length;

export class Lookasides {
  /** That of the mode that loads and stores count as now. */
  current: Lookaside;
  readonly #all: readonly Lookaside[];

  constructor(buffer: ArrayBuffer, offset: number) {
    this.#all = MODES.map((_, index) => new Lookaside(buffer, offset + LOOKASIDE_BYTES * index));
    this.current = this.#all[0]!;
  }

  /** Loads and stores count as this mode's now, and are translated so (see translation-context.ts). */
  enter(mode: number, tlb: Tlb, tag: number, translated: boolean): void {
    this.current = this.#all[MODES.indexOf(mode as Mode)]!;
    this.current.serve(tlb, tag, translated);
  }

  flush(): void {
    for (const lookaside of this.#all) {
      lookaside.flush();
    }
  }

  /** Some page may no longer be stored to without further looks: it holds decoded code, or a reserved word. */
  forgetStores(): void {
    for (const lookaside of this.#all) {
      lookaside.forgetStores();
    }
  }

  /**
   * The TLB's entry for this address is about to serve its page, perhaps instead of another. What the other modes know
   * there goes in any case: its entry, which has another tag, gives way.
   */
  evict(address: number): void {
    this.current.evict(address);
    for (const lookaside of this.#all) {
      if (lookaside !== this.current) {
        lookaside.clear(entryAt(address));
      }
    }
  }

  /** An access to `address` went to `offset` in RAM; such accesses to the page need not be looked at again. */
  fill(address: number, offset: number, forStore: boolean): void {
    this.evict(address);
    this.current.fill(address, offset, forStore);
  }
}

/**
 * How often single instructions have left the guest: what traps often is translated, and what was translated in vain is not again. A table
 * of fixed size. Where two instructions meet in it, the one that traps now takes the place.
 */
import { COUNTED_INSTRUCTIONS, HOT_EXITS } from '../../vm/index.js';

export class Heat {
  readonly #places = new Float64Array(COUNTED_INSTRUCTIONS).fill(-1);
  readonly #exits = new Uint16Array(COUNTED_INSTRUCTIONS);
  readonly #vain = new Uint16Array(COUNTED_INSTRUCTIONS);

  /** An instruction has trapped: the one at this halfword of the machine's memory. True: it has just become hot. */
  countExit(halfword: number): boolean {
    const at = this.#take(halfword);
    this.#exits[at] = Math.min(this.#exits[at]! + 1, HOT_EXITS + 1);
    return this.#exits[at] === HOT_EXITS && this.isHot(halfword);
  }

  /** Its translation has trapped too. True: it is no longer hot. */
  countVain(halfword: number): boolean {
    const at = this.#take(halfword);
    this.#vain[at] = Math.min(this.#vain[at]! + 1, HOT_EXITS + 1);
    return this.#vain[at] === HOT_EXITS;
  }

  isHot(halfword: number): boolean {
    const at = halfword % COUNTED_INSTRUCTIONS;
    return this.#places[at] === halfword && this.#exits[at]! >= HOT_EXITS && this.#vain[at]! < HOT_EXITS;
  }

  #take(halfword: number): number {
    const at = halfword % COUNTED_INSTRUCTIONS;
    if (this.#places[at] !== halfword) {
      this.#places[at] = halfword;
      this.#exits[at] = 0;
      this.#vain[at] = 0;
    }
    return at;
  }
}

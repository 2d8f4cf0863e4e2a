/**
 * Which hart runs next. Harts take turns in the order of their numbers, each for at most QUANTUM steps, so that each run is
 * the same. A hart that waits (WFI) or is stopped loses its turn. All harts share one time, and a step of any hart is a
 * tick. Privileged specification 1.12, section 3.3.3 (WFI).
 */
import { type Clock, NEVER } from './csr/index.js';
import { type Hart, NO_RESERVATION } from './hart/index.js';
import type { InterruptLines } from './interrupt-lines.js';

/** The most steps in a turn. */
export const QUANTUM = 1000;

export class Turns {
  readonly #harts: readonly Hart[];
  readonly #clock: Clock;
  readonly #interrupts: InterruptLines;
  #turn = 0;
  #left = QUANTUM;

  constructor(harts: readonly Hart[], clock: Clock, interrupts: InterruptLines) {
    this.#harts = harts;
    this.#clock = clock;
    this.#interrupts = interrupts;
  }

  /** The steps that are left in this turn. */
  get left(): number {
    return this.#left;
  }

  restart(): void {
    this.#turn = 0;
    this.#left = QUANTUM;
  }

  /** Counts steps of the hart whose turn it is. */
  book(steps: number): void {
    this.#left -= steps;
  }

  /**
   * Returns the hart whose turn it is. If all harts wait, time skips to the next enabled interrupt of one of them. If there
   * can be none, it returns undefined and ends all waits, so that the next run() goes on after the WFI instructions.
   */
  next(): Hart | undefined {
    for (;;) {
      if (this.#left <= 0) {
        this.#pass();
      }
      for (let tried = 0; tried < this.#harts.length; tried += 1) {
        const hart = this.#harts[this.#turn]!;
        if (hart.started && (!hart.waiting || this.#interrupts.wakes(hart))) {
          return this.#begin(hart);
        }
        this.#pass();
      }
      const sleepers = this.#harts.filter(({ started, waiting }) => started && waiting);
      const wake = Math.min(...sleepers.map((hart) => this.#interrupts.wakeTime(hart)));
      for (const hart of sleepers) {
        hart.waiting = wake < NEVER && this.#interrupts.wakeTime(hart) > wake;
      }
      if (wake >= NEVER) {
        return undefined;
      }
      this.#clock.setTime(wake);
    }
  }

  #begin(hart: Hart): Hart {
    hart.waiting = false;
    this.#clock.active = hart.counters;
    hart.peersReserve = hart.rivals.some(({ reservation }) => reservation !== NO_RESERVATION);
    if (hart.peersReserve) {
      hart.lookasides.forgetStores();
    }
    return hart;
  }

  #pass(): void {
    this.#turn = (this.#turn + 1) % this.#harts.length;
    this.#left = QUANTUM;
  }
}

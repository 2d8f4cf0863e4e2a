/** Notices a guest that waits for input after the input has ended: it would wait for ever. */
import type { Computer } from '../keyboard/index.js';

/** Ticks of waiting and nothing else: a minute of the guest's time. */
const PATIENCE = 600_000_000;

export class Starvation {
  #since = 0;
  #steps = 0;
  #time = 0;
  #looks = 0;

  readonly #machine: Computer;

  constructor(machine: Computer) {
    this.#machine = machine;
  }

  /** Call it between two slices of the run. True: the guest has waited for so long. */
  look(printed: boolean): boolean {
    const { time } = this.#machine;
    if (printed || !this.#waits()) {
      this.#since = time;
    }
    this.#steps = this.#machine.steps;
    this.#time = time;
    this.#looks = this.#machine.uart.emptyLooks;
    return time - this.#since >= PATIENCE;
  }

  /**
   * It has looked for input in vain, or it wants an interrupt and did little but sleep. A kernel that runs round in its idle loop
   * instead cannot be told from one that computes: it goes on.
   */
  #waits(): boolean {
    const machine = this.#machine;
    const passed = machine.time - this.#time;
    const slept = passed - (machine.steps - this.#steps);
    return machine.uart.emptyLooks > this.#looks || (machine.uart.listens && 2 * slept > passed);
  }
}

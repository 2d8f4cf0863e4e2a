/**
 * Types input from a file or a pipe as a person would at a terminal: one key at a time. It types the first key and each new
 * line only after the guest has finished printing. A kernel that is still booting loses input that comes too early, and a
 * kernel that is busy with the last command loses what does not fit into its buffer.
 */
import type { Computer } from './computer.js';
import type { Player } from './player.js';

const KEYS = { enter: 13, newline: 10 };

/** The guest has finished printing when it has printed nothing for two of its seconds, in ticks, and takes interrupts … */
const QUIET = 20_000_000;
/** … or has looked for input so often. */
const LOOKS = 100;

/** Steps between two keys, and at most between two looks at a guest that is not ready for one. */
const SHORTEST_SLICE = 2_000;
const LONGEST_SLICE = 64_000;

export class Typist implements Player {
  #keys = Buffer.alloc(0);
  /** Is the next key the first, or the first of a line? */
  #held = true;
  #quietSince = 0;
  #looksBefore = 0;
  #slice = SHORTEST_SLICE;

  readonly #machine: Computer;

  constructor(machine: Computer, bytes: Uint8Array = Buffer.alloc(0)) {
    this.#machine = machine;
    this.#keys = Buffer.from(bytes);
  }

  add(bytes: Uint8Array): void {
    this.#keys = Buffer.concat([this.#keys, bytes]);
    this.#slice = SHORTEST_SLICE;
  }

  get done(): boolean {
    return this.#keys.length === 0;
  }

  readonly listens = false;

  get patience(): number {
    return this.#slice;
  }

  heard(): void {
    this.#startWaiting();
  }

  #startWaiting(): void {
    this.#quietSince = this.#machine.time;
    this.#looksBefore = this.#machine.uart.emptyLooks;
  }

  /** Types the next key if the guest is ready for it. */
  type(idle: boolean): boolean {
    if (!this.#machine.takesInterrupts) {
      this.#quietSince = this.#machine.time;
    }
    const ready = !this.done && !this.#machine.uart.hasInput && (idle || !this.#held || this.#hadItsSay());
    this.#slice = ready ? SHORTEST_SLICE : Math.min(2 * this.#slice, LONGEST_SLICE);
    if (!ready) {
      return false;
    }
    const key = this.#keys[0]!;
    this.#keys = this.#keys.subarray(1);
    this.#machine.uart.pushBytes([key]);
    this.#held = key === KEYS.enter || key === KEYS.newline;
    if (this.#held) {
      this.#startWaiting();
    }
    return true;
  }

  #hadItsSay(): boolean {
    const { time, uart } = this.#machine;
    return time - this.#quietSince >= QUIET || uart.emptyLooks - this.#looksBefore >= LOOKS;
  }
}

/**
 * Takes a machine back to the state in which it was when this was made, from wherever one instruction may have brought
 * it. The TLB is not looked at: resource-map.ts does that.
 */
import { Csr, type Machine, PAGE_BYTES } from '../../../src/machine/index.js';
import { DATA_FRAMES } from './layout.js';

// The words of RAM that a program can write to.
const FIRST = (DATA_FRAMES.first * PAGE_BYTES) / 4;
const COUNT = (DATA_FRAMES.count * PAGE_BYTES) / 4;

/** Registers whose values are not stored under their numbers, in an order in which they can be written. */
const COUNTERS = [Csr.mcountinhibit, Csr.mcycle, Csr.mcycleh, Csr.minstret, Csr.minstreth];

export class Rewind {
  readonly #machine: Machine;
  readonly #data: Int32Array;
  readonly #registers: Uint32Array;
  readonly #counters: readonly number[];
  readonly #time: number;
  readonly #mode: number;
  readonly #virtual: boolean;

  constructor(machine: Machine) {
    const { hart, memory, time } = machine;
    this.#machine = machine;
    this.#data = memory.words.slice(FIRST, FIRST + COUNT);
    this.#registers = hart.csr.values.slice();
    this.#counters = COUNTERS.map((number) => hart.csr.read(number));
    this.#time = time;
    this.#mode = hart.mode;
    this.#virtual = hart.virtual;
  }

  /** Words of RAM that are not what they were: index and value. */
  written(): [at: number, value: number][] {
    const { words } = this.#machine.memory;
    const changes: [number, number][] = [];
    for (let index = 0; index < COUNT; index += 1) {
      const value = words[FIRST + index]!;
      if (value !== this.#data[index]) {
        changes.push([FIRST + index, value]);
      }
    }
    return changes;
  }

  rewind(): void {
    const { hart, memory } = this.#machine;
    memory.words.set(this.#data, FIRST);
    hart.csr.values.set(this.#registers);
    COUNTERS.forEach((number, index) => hart.csr.write(number, this.#counters[index]!));
    hart.counters.clock.setTime(this.#time);
    hart.mode = this.#mode;
    hart.virtual = this.#virtual;
  }
}

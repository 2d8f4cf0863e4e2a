/**
 * A machine in a prepared state, on which instructions are tried, one at a time and each from this very state.
 *
 * What an instruction does to the privileged state is what a no-operation would not have done: what happens by itself, such
 * as counters that count, is no instruction's doing. Time is left out, as by Popek and Goldberg: nothing costs anything.
 */
import {
  dataAccessCauses,
  fetchCauses,
  type CostTable,
  CSR_COUNT,
  Csr,
  VS_INTERRUPTS,
  type Stop,
  NO_RESERVATION,
  Machine,
  type Profile,
  REG_A1,
  REG_SP,
} from '../../../src/machine/index.js';
import { CODE, DATA, frameAddress, MEMORY_BYTES, wordInFrame, type Frames } from './layout.js';
import { prepare } from './prepare.js';
import { makeStale, resourceMap } from './resource-map.js';
import { Rewind } from './rewind.js';
import type { State } from './states.js';

export type Outcome =
  /** Where an address leads forbids it: a page fault, an access fault, a misaligned address. */
  | { readonly kind: 'memory trap' }
  | { readonly kind: 'trap' }
  /** `seen` is all that the program sees afterwards, `changed` what it changed of the privileged state. */
  | { readonly kind: 'completed'; readonly seen: string; readonly changed: readonly Changed[] };

/** A CSR, by its number; or one of these. The guest's mode is VS or VU; for the rest of the machine it is all one mode. */
export type Changed = number | (typeof besideCsrs)[number];
const besideCsrs = ['mode', 'mode of the guest', 'processor given up', 'resource map'] as const;
const MAP = 3;

export class PreparedMachine {
  readonly state: State;
  readonly #machine: Machine;
  readonly #csrs: readonly number[];
  readonly #names: readonly Changed[];
  readonly #frames: Frames;
  readonly #rewind: Rewind;
  readonly #afterNop: readonly (number | string)[];

  constructor(profile: Profile, state: State) {
    this.state = state;
    this.#machine = new Machine({
      memoryBytes: MEMORY_BYTES,
      profile,
      firmware: 'vmm', // a trap changes nothing, and the machine serves again
      pmpEntries: 16,
      costs: free,
    });
    const { csr } = this.#machine.hart;
    this.#csrs = Array.from({ length: CSR_COUNT }, (_, number) => number).filter((number) => csr.has(number));
    this.#names = [...besideCsrs, ...this.#csrs];
    this.#frames = prepare(this.#machine, state);
    this.#rewind = new Rewind(this.#machine);
    this.#goBack(true);
    this.#execute(NOP, 0);
    this.#afterNop = this.#privilegedState(false);
    this.#goBack(true);
  }

  /** Executes the instruction, with `operand` in the register of its first operand. */
  attempt(word: number, operand: number): Outcome {
    const stop = this.#execute(word, operand);
    if (stop.kind === 'trap') {
      return memoryTraps.has(stop.cause) ? MEMORY_TRAP : TRAP;
    }
    const seen = this.#programState();
    const now = this.#privilegedState(stop.kind === 'idle');
    const changed = this.#names.filter((_, index) => now[index] !== this.#afterNop[index]);
    this.#goBack(now[MAP] !== this.#afterNop[MAP]);
    return { kind: 'completed', seen, changed };
  }

  #execute(word: number, operand: number): Stop {
    const { hart, memory } = this.#machine;
    memory.write32(frameAddress(this.#frames[0]), word);
    hart.x.set(REGISTERS);
    hart.x[REG_A1] = operand;
    hart.pc = CODE;
    return this.#machine.run(1);
  }

  /** pc, registers, whether a word is reserved, and what was written where. */
  #programState(): string {
    const { hart } = this.#machine;
    const written = this.#rewind.written().map(([at, value]) => [wordInFrame(this.#frames[1], at), value]);
    return [hart.pc, hart.x.join(), hart.reservation !== NO_RESERVATION, written.join()].join('; ');
  }

  /** In the order of #names. */
  #privilegedState(processorGivenUp: boolean): (number | string)[] {
    const { hart } = this.#machine;
    const { mode, virtual, csr } = hart;
    const values = this.#csrs.map((number) => {
      const value = csr.read(number);
      // The guest's bits of these two are looked at in hie and hip.
      return number === Csr.mie || number === Csr.mip ? value & ~VS_INTERRUPTS : value;
    });
    const map = resourceMap(hart);
    return [virtual ? 'guest' : mode, virtual ? mode : '', processorGivenUp ? 1 : 0, map, ...values];
  }

  /** `mapChanged`: the TLB has lost the stale translation, or has others that do not belong to this state. */
  #goBack(mapChanged: boolean): void {
    const { hart, memory } = this.#machine;
    this.#rewind.rewind();
    hart.reservation = frameAddress(this.#frames[1]);
    if (mapChanged) {
      makeStale(hart, memory);
    }
  }
}

const NOP = 0x13;

/** No two are alike. x2 and a1 lead to memory; or a1 does not, where the operand says so. */
const REGISTERS = Int32Array.from({ length: 32 }, (_, index) => (index === REG_SP ? DATA : 3 * index));

const TRAP: Outcome = { kind: 'trap' };
const MEMORY_TRAP: Outcome = { kind: 'memory trap' };
const memoryTraps: ReadonlySet<number> = new Set([...fetchCauses, ...dataAccessCauses]);

const free: CostTable = {
  instruction: 0,
  trap: 0,
  tlbMiss: 0,
  cacheMiss: 0,
  deviceAccess: 0,
  worldSwitch: 0,
  hostSystemCall: 0,
};

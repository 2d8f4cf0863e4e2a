/**
 * The machine of exercise 09: instructions are tried on it one at a time, each from the state in which it was handed out, and
 * nothing tells of its profile but what they do. The part holds two functions and plain data, the same for every machine.
 *
 *   0x8000_0000   the instruction; the rest of these two pages is zero
 */
import { assemble } from '../../../assembler/index.js';
import {
  Csr,
  Machine,
  Mode,
  NO_RESERVATION,
  PAGE_BYTES,
  type Profile,
  RAM_BASE,
  type TraceEvent,
} from '../../../machine/index.js';
import {
  EXPERIMENTS_MAX,
  type Experiment,
  type Observation,
  type UnknownMachine,
} from '../../sockets/index.js';
import { unsigned } from '../run/index.js';

/** What stands in the CSRs when the machine is handed out, by number. */
export type HandedOut = Readonly<Record<number, number>>;

export interface Surveyed {
  /** What the part gets. */
  readonly machine: UnknownMachine;
  /** How many experiments were made, and the last one in words. */
  readonly experiments: () => number;
  readonly last: () => string;
}

/** A machine of this profile. RangeError when it does not have one of the CSRs. */
export function unknownMachine(profile: Profile, handedOut: HandedOut): Surveyed {
  const bench = new Bench(profile, handedOut);
  let experiments = 0;
  let last = 'no experiment';
  const machine: UnknownMachine = {
    attempt(experiment) {
      const checked = check(experiment);
      if (experiments === EXPERIMENTS_MAX) {
        throw new RangeError(`all ${EXPERIMENTS_MAX} experiments on this machine are made`);
      }
      experiments++;
      last = `experiment ${experiments}, ${checked.instruction}`;
      return bench.attempt(checked);
    },
    readCsr: (number) => {
      if (!Number.isInteger(number)) {
        throw new RangeError(
          `readCsr takes the number of a CSR, not ${typeof number === 'number' ? number : typeof number}`,
        );
      }
      return bench.readCsr(number);
    },
  };
  return { machine: Object.freeze(machine), experiments: () => experiments, last: () => last };
}

interface CheckedExperiment {
  readonly instruction: string;
  readonly word: number;
  readonly mode: number;
  readonly registers: readonly (readonly [number, number])[];
  readonly csrs: readonly (readonly [number, number])[];
}

class Bench {
  readonly #machine: Machine;
  readonly #csrs: Uint32Array;
  readonly #counters: readonly number[];
  #trap: number | undefined;

  constructor(profile: Profile, handedOut: HandedOut) {
    const machine = new Machine({ memoryBytes: 2 * PAGE_BYTES, profile, firmware: 'vmm' });
    const { hart } = machine;
    for (const [number, value] of pairs(handedOut)) {
      hart.writeCsr(number, value);
    }
    machine.trace = (event: TraceEvent) => {
      if (event.kind === 'trap') {
        this.#trap ??= event.cause; // S-mode may take it, by medeleg or mideleg
      }
    };
    this.#machine = machine;
    this.#csrs = hart.csr.values.slice();
    this.#counters = counters.map((number) => hart.readCsr(number));
  }

  attempt({ word, mode, registers, csrs }: CheckedExperiment): Observation {
    const { hart, memory } = this.#machine;
    this.#restore();
    for (const [number, value] of csrs) {
      hart.writeCsr(number, value);
    }
    hart.x.set(ordinary);
    for (const [number, value] of registers) {
      hart.x[number] = number === 0 ? 0 : value;
    }
    memory.words.fill(0);
    memory.write32(RAM_BASE, word);
    hart.pc = RAM_BASE;
    hart.mode = mode;
    hart.tlbs.paged.data.fill(CANARY, 0, false);
    this.#trap = undefined;
    const stop = this.#machine.run(1);
    return {
      trap: stop.kind === 'trap' ? stop.cause : this.#trap,
      pc: hart.pc,
      mode: hart.mode,
      registers: unsigned(hart.x),
      asleep: stop.kind === 'idle',
      fenced: hart.tlbs.paged.data.tags[CANARY >>> 12] !== CANARY,
    };
  }

  readCsr(number: number): number {
    return this.#machine.hart.readCsr(number);
  }

  #restore(): void {
    const { hart } = this.#machine;
    hart.csr.values.set(this.#csrs);
    counters.forEach((number, index) => hart.writeCsr(number, this.#counters[index]!));
    hart.counters.clock.setTime(0);
    hart.waiting = false;
    hart.reservation = NO_RESERVATION;
    hart.flushTlb();
  }
}

/** Registers whose values are not stored under their numbers, in an order in which they can be written. */
const counters = [Csr.mcountinhibit, Csr.mcycle, Csr.mcycleh, Csr.minstret, Csr.minstreth];

/** A translation in the TLB, of a page that nobody uses: it is there until the TLB forgets. */
const CANARY = 5 << 12;

const ordinary = Int32Array.from({ length: 32 }, (_, index) => index * 0x0101_0101);

const modes: readonly number[] = [Mode.User, Mode.Supervisor, Mode.Machine];
const MAX_TEXT = 80;

/** @throws RangeError. Each property is read once: the experiment comes from a student's part. */
function check(experiment: Experiment): CheckedExperiment {
  const { instruction, mode = Mode.User, registers = {}, csrs = {} } = experiment;
  if (!modes.includes(mode)) {
    throw new RangeError(`mode is ${String(mode)}: there are 0 (user), 1 (supervisor) and 3 (machine)`);
  }
  return {
    instruction,
    word: wordOf(instruction),
    mode,
    registers: pairs(registers, 32),
    csrs: pairs(csrs),
  };
}

function pairs(values: Readonly<Record<number, number>>, count = Infinity): [number, number][] {
  return Object.entries(values).map(([key, value]) => {
    const number = Number(key);
    if (!Number.isInteger(number) || number < 0 || number >= count || !Number.isInteger(value)) {
      throw new RangeError(`'${key}' cannot be ${String(value)}: numbers of registers or CSRs, and integers`);
    }
    return [number, value];
  });
}

/** A part gets RangeErrors of the language alone: whoever holds another error holds a class of ours. */
function assembled(instruction: string): number {
  try {
    const { listing, image } = assemble(instruction);
    const bytes = image.segments.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
    if (listing.length === 1 && bytes <= 4) {
      return listing[0]!.word >>> 0;
    }
  } catch (error) {
    throw new RangeError(
      `'${instruction}' is no instruction: ${error instanceof Error ? error.message : ''}`,
    );
  }
  throw new RangeError(`'${instruction}' is not one instruction`);
}

const words = new Map<string, number>();
/** So that no part can fill memory with texts. */
const MAX_WORDS = 10_000;

function wordOf(instruction: string): number {
  const known = words.get(instruction);
  if (known !== undefined) {
    return known;
  }
  if (typeof instruction !== 'string' || instruction.length > MAX_TEXT || instruction.includes('\n')) {
    throw new RangeError(`an experiment has one instruction, a text of at most ${MAX_TEXT} characters`);
  }
  const word = assembled(instruction);
  if (words.size < MAX_WORDS) {
    words.set(instruction, word);
  }
  return word;
}

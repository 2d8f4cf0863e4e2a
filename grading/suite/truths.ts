/**
 * What submissions are compared with, remembered: runs of guests on the bare machine, and what the oracle of a suite says. It
 * depends on its input alone and is computed on the trusted side, by code of ours in a process that never holds a part; so
 * what one submission was compared with serves the next.
 */
import type * as assembler from '../../src/assembler/index.js';
import type * as hypervisor from '../../src/hypervisor/index.js';
import type * as machine from '../../src/machine/index.js';
import { packImage, type SentImage, spellCall, unpackImage } from '../rig/index.js';
import { Remembered } from './remembered.js';
import { sendGuests } from './send-guests.js';

/** The layers that compute a run. */
export interface BareLayers {
  readonly assembler: Pick<typeof assembler, 'assemble'>;
  readonly hypervisor: Pick<typeof hypervisor, 'runGuest'>;
  readonly machine: Pick<typeof machine, 'strict'>;
}

interface AssembledGuest {
  /** Packed, since it will be frozen, and bytes cannot be. */
  readonly image: SentImage;
  readonly listing: BareRun['listing'];
}

// How many are kept must be more than the checks of one submission ask for (50, 57 and 168 today). Submissions ask in the same order: with room
// for one too few, each would be thrown away just before it is asked for again.
/** Runs; a trace of 2,000 steps takes about a quarter of a megabyte. */
const MOST_RUNS = 250;
/** Assembled guests; each has a few kilobytes, and a listing of some hundred. */
const MOST_PROGRAMS = 250;
/** Answers of oracles; the largest, with the call that has it as its input, takes a few megabytes. */
const MOST_ANSWERS = 1000;

export class Truths {
  readonly #layers: BareLayers;
  readonly #runs = new Remembered<BareRun>(MOST_RUNS);
  readonly #programs = new Remembered<AssembledGuest>(MOST_PROGRAMS);
  readonly #answers = new Remembered<unknown>(MOST_ANSWERS);
  /** A number for each answer that was ever given, and each item of a list: where it is asked about itself, that is shorter than its text. */
  readonly #numbers = new WeakMap<object, number>();
  #given = 0;
  /** Calls with an answer as their input, as they go to a rig; by their scenarios. */
  readonly #calls = new WeakMap<object, Map<string, unknown>>();

  constructor(layers: BareLayers) {
    this.#layers = layers;
  }

  /** The guest's run with its trace, on a strict machine. */
  bare({ source, memoryBytes, budget }: BareGuest): BareRun {
    const { hypervisor, machine } = this.#layers;
    return this.#runs.of(`${memoryBytes} ${budget} ${source}`, () => {
      const { image, listing } = this.#program(source);
      const options = {
        mode: 'bare',
        image: unpackImage(image),
        profile: machine.strict,
        memoryBytes,
        budget,
        trace: true,
      } as const;
      return { ...hypervisor.runGuest(options), listing };
    });
  }

  /** What the oracle called `name` says of `input`. */
  once<Input, Answer>(name: string, input: Input, oracle: (input: Input) => Answer): Answer {
    const number = isObject(input) ? this.#numbers.get(input) : undefined;
    const asked = number === undefined ? JSON.stringify(input) : `#${number}`;
    return this.#answers.of(`${name} ${asked}`, () => this.#numbered(oracle(input))) as Answer;
  }

  /** The input of a call of `scenario` as it goes to the rig: with its guests assembled; what `once` gave is spelt for all submissions. */
  sent(scenario: string, input: unknown): unknown {
    const send = (): unknown => sendGuests(input, (source) => this.#program(source).image);
    if (!isObject(input) || !this.#numbers.has(input)) {
      return send();
    }
    const calls = this.#calls.get(input) ?? new Map<string, unknown>();
    this.#calls.set(input, calls);
    const call = calls.get(scenario) ?? spellCall(scenario, send());
    calls.set(scenario, call);
    return call;
  }

  #numbered<Answer>(answer: Answer): Answer {
    for (const one of Array.isArray(answer) ? [answer, ...(answer as unknown[])] : [answer]) {
      if (isObject(one) && !this.#numbers.has(one)) {
        this.#numbers.set(one, this.#given++);
      }
    }
    return answer;
  }

  #program(source: string): AssembledGuest {
    return this.#programs.of(source, () => {
      const { image, listing } = this.#layers.assembler.assemble(source);
      return { image: packImage(image), listing };
    });
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

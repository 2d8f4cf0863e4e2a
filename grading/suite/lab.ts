/** The `lab` that a check is given: calls go to the rig, and what comes with the answers is kept for the check's record. */
import { CallFailed, RigClient } from '../rig/index.js';
import type { Truths } from './truths.js';
import type { CheckRecord } from './record.js';

const MAX_CONSOLE = 8 * 1024;

/** What all calls of one check may take together, on the wall clock: half of what Jest gives the check. */
const CALLS_MILLISECONDS = 60_000;

export class RecordingLab implements Lab {
  #printed = '';
  #lastExits: CheckRecord['exits'];
  #closed = false;

  readonly seed: number;
  readonly #rig: RigClient;
  readonly #exercise: string;
  readonly #truths: Truths;
  /** Milliseconds left for calls. */
  #left: number;

  constructor(
    rig: RigClient,
    { exercise, seed }: { readonly exercise: string; readonly seed: number },
    truths: Truths,
    left = CALLS_MILLISECONDS,
  ) {
    this.#rig = rig;
    this.#exercise = exercise;
    this.seed = seed;
    this.#truths = truths;
    this.#left = left;
  }

  async call<Observation = unknown>(scenario: string, input: unknown = null): Promise<Observation> {
    // Jest may have given this check up; the rig belongs to the next one then.
    if (this.#closed) {
      throw new Error('this check is over');
    }
    const sent = this.#truths.sent(scenario, input);
    const started = performance.now();
    try {
      const { value, console } = await this.#rig.call(scenario, sent, this.#left);
      this.#print(console);
      this.#lastExits = exitsOf(value) ?? this.#lastExits;
      return value as Observation;
    } catch (error) {
      if (error instanceof CallFailed) {
        this.#print(error.console);
      }
      throw error;
    } finally {
      this.#left -= performance.now() - started;
    }
  }

  bare(guest: BareGuest): BareRun {
    return this.#truths.bare(guest);
  }

  once<Input, Answer>(name: string, input: Input, oracle: (input: Input) => Answer): Answer {
    return this.#truths.once(`${this.#exercise} ${name}`, input, oracle);
  }

  /** Refuses every further call. */
  close(): void {
    this.#closed = true;
  }

  /** What came back beside the observations: console text and the exits of the last guest that ran. */
  get notes(): Pick<CheckRecord, 'console' | 'exits'> {
    return {
      ...(this.#printed === '' ? {} : { console: this.#printed }),
      ...(this.#lastExits ? { exits: this.#lastExits } : {}),
    };
  }

  #print(text: string): void {
    this.#printed = (this.#printed + text).slice(0, MAX_CONSOLE);
  }
}

/** The observation's `exits`, when it has such counts by name. */
function exitsOf(value: unknown): Record<string, number> | undefined {
  if (typeof value !== 'object' || value === null || !('exits' in value)) {
    return undefined;
  }
  const exits = value.exits;
  if (typeof exits !== 'object' || exits === null) {
    return undefined;
  }
  const counts = Object.entries(exits).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  return counts.length === 0 ? undefined : Object.fromEntries(counts);
}

/**
 * The trusted side of the rig: starts its process, sends the part and the scenarios, and says what went wrong.
 * A process that dies or hangs is replaced before the next call, so one bad call costs one check.
 */
import { DEFAULT_BUDGET, type RigFailure, type RigReply, type RigRequest } from './both-sides/index.js';
import { SandboxDied, type SandboxedProcess, SpeltQuestion } from '../sandbox/index.js';
import { readReply } from './read-reply.js';

/** Milliseconds that one call may take on the wall clock. The part's meter ends a call long before; this is the backstop. */
const CALL_MILLISECONDS = 20_000;
const START_MILLISECONDS = 30_000;

/**
 * What all calls of one part in one suite may take together. The turns are counted, the same on every machine: a hundred
 * calls that each use all of their own budget. (The reference parts use less than a hundredth.)
 */
const SUITE_TURNS = 100 * DEFAULT_BUDGET;

/**
 * What no meter counts (a regular expression, a sort of a million numbers) is bounded by processor time, in milliseconds. A
 * call that hung is on the account with all the time that it was waited for.
 */
const SUITE_MILLISECONDS = 40_000;

/**
 * A part can leave things behind that nothing removes (`Symbol.for` keeps its texts). The next part of its submission shall have most of
 * the memory: a process whose heap is past this ends.
 */
const MOST_HEAP_BYTES = 128 * 1024 * 1024;

const OUT_OF_TIME = {
  kind: 'died',
  reason: 'time',
  message: 'no answer within the time that the calls of a check have together',
} as const;

/** What the part did instead of giving a result; `failure.kind` is 'rig' when it was our own fault. */
export class CallFailed extends Error {
  constructor(
    readonly failure:
      | RigFailure
      | {
          readonly kind: 'died';
          readonly reason: SandboxDied['reason'] | 'turns in all' | 'time in all';
          readonly message: string;
        },
    readonly console: string,
  ) {
    super(failure.message);
    this.name = 'CallFailed';
  }
}

export interface RigPart {
  /** The name of the rig that has its scenarios: an exercise's id. */
  readonly rig: string;
  readonly script: string;
  readonly exportName: string;
}

/** Starts a rig's process, or hands out one that has never been sent a part of another submission. */
export type RigSource = () => SandboxedProcess;

/** Limits of the calls of one part; those of a call are the rig's own business, but for the backstop. */
export interface RigLimits {
  readonly callMilliseconds: number;
  readonly suiteMilliseconds: number;
  readonly suiteTurns: number;
}

const LIMITS: RigLimits = {
  callMilliseconds: CALL_MILLISECONDS,
  suiteMilliseconds: SUITE_MILLISECONDS,
  suiteTurns: SUITE_TURNS,
};

export class RigClient {
  #process: SandboxedProcess | undefined;
  #turns = 0;
  #milliseconds = 0;
  #repeatable = true;
  /** Every call was answered, and none failed. */
  #calm = true;

  readonly #source: RigSource;
  readonly #limits: RigLimits;

  constructor(
    source: RigSource,
    readonly part: RigPart,
    limits: Partial<RigLimits> = {},
  ) {
    this.#source = source;
    this.#limits = { ...LIMITS, ...limits };
  }

  /**
   * False once a clock, the memory of this machine or a fault of ours has decided what a call came to: asked again, the same part
   * may get another answer.
   */
  get repeatable(): boolean {
    return this.#repeatable;
  }

  /**
   * Runs one scenario within `milliseconds` (none where they are spent) and the limit of a call; resolves to its observation and what the part
   * printed, rejects with CallFailed. In place of the input there may be the whole call, as `spellCall` has spelt it.
   */
  async call(
    scenario: string,
    input: unknown,
    milliseconds = Infinity,
  ): Promise<{ value: unknown; console: string }> {
    this.#refuseWhenSpent(milliseconds);
    const rig = await this.#start();
    const request = input instanceof SpeltQuestion ? input : callOf(scenario, input);
    const reply = await this.#ask(rig, request, milliseconds);
    if (!reply.ok) {
      this.#calm = false;
      this.#repeatable &&= reply.failure.kind !== 'rig';
      throw new CallFailed(reply.failure, reply.console);
    }
    return { value: reply.value, console: reply.console };
  }

  /** To be called between two suites: each has an account of its own. */
  nextSuite(): void {
    this.#turns = 0;
    this.#milliseconds = 0;
  }

  close(): void {
    this.#process?.kill();
    this.#process = undefined;
  }

  /**
   * Leaves the process to the next part of the same submission. A process in which a call failed, in whatever way, ends instead: what
   * is left of the failure there shall not be looked for.
   */
  leave(): void {
    if (!this.#calm) {
      this.close();
    }
    this.#process = undefined;
  }

  #refuseWhenSpent(milliseconds: number): void {
    if (milliseconds <= 0) {
      this.#repeatable = false;
      throw new CallFailed(OUT_OF_TIME, ''); // not asked with no time left: a quick answer could slip through
    }
    const { suiteTurns, suiteMilliseconds } = this.#limits;
    if (this.#turns >= suiteTurns) {
      throw new CallFailed({ kind: 'died', reason: 'turns in all', message: `${suiteTurns} turns` }, '');
    }
    if (this.#milliseconds >= suiteMilliseconds) {
      this.#repeatable = false;
      throw new CallFailed({ kind: 'died', reason: 'time in all', message: `${suiteMilliseconds} ms` }, '');
    }
  }

  async #start(): Promise<SandboxedProcess> {
    if (this.#process?.alive) {
      return this.#process;
    }
    // The second try is for a rig that was started ahead and has died since, unnoticed, or is full.
    this.#process = (await this.#load()) ?? (await this.#load());
    if (this.#process === undefined) {
      // Nothing of the part has run yet: a rig that does not start is our fault.
      this.#repeatable = false;
      throw new CallFailed({ kind: 'rig', message: `the rig did not start: ${this.#startFault}` }, '');
    }
    return this.#process;
  }

  #startFault = '';

  /** A process that holds the part; undefined when it died of that, or holds too much already. */
  async #load(): Promise<SandboxedProcess | undefined> {
    const rig = this.#source();
    try {
      const request: RigRequest = { type: 'part', ...this.part };
      const reply = readReply(await rig.ask(request, START_MILLISECONDS));
      if (!reply?.ok || !(Number(reply.value) < MOST_HEAP_BYTES)) {
        throw new Error('it holds too much of the parts before');
      }
      return rig;
    } catch (error) {
      rig.kill();
      this.#startFault = (error as Error).message;
      return undefined;
    }
  }

  async #ask(
    rig: SandboxedProcess,
    request: RigRequest | SpeltQuestion,
    milliseconds: number,
  ): Promise<RigReply> {
    const limit = Math.min(milliseconds, this.#limits.callMilliseconds);
    try {
      const reply = readReply(await rig.ask(request, limit));
      if (reply === undefined) {
        rig.kill();
        throw new SandboxDied('output', 'the answer is none that a rig gives');
      }
      this.#turns += reply.turns;
      this.#milliseconds += reply.milliseconds;
      return reply;
    } catch (error) {
      this.#calm = false;
      if (!(error instanceof SandboxDied)) {
        throw error;
      }
      this.#repeatable = false;
      if (error.reason === 'time') {
        this.#milliseconds += limit;
      }
      throw new CallFailed({ kind: 'died', reason: error.reason, message: error.message }, '');
    }
  }
}

const callOf = (scenario: string, input: unknown): RigRequest => ({ type: 'call', scenario, input });

/** A call that is made on every submission with the same input: spelling a megabyte takes longer than sending it. */
export const spellCall = (scenario: string, input: unknown): SpeltQuestion =>
  new SpeltQuestion(callOf(scenario, input));

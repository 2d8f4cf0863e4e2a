/**
 * The trusted side of the rig: starts its process, sends the part and the scenarios, and says what went wrong.
 * A process that dies or hangs is replaced before the next call, so one bad call costs one check.
 */
import { SandboxDied, type SandboxedProcess } from '../sandbox/index.js';
import type { RigFailure, RigReply, RigRequest } from './protocol.js';

/** Milliseconds that one call may take on the wall clock. The part's meter ends a call long before; this is the backstop. */
const CALL_MILLISECONDS = 20_000;
const START_MILLISECONDS = 30_000;

/**
 * How many calls of one part may run into the backstop before no further one is tried: what hangs where no meter counts
 * costs a minute, not a minute for every check.
 */
const MOST_TIMEOUTS = 3;

/** What the part did instead of giving a result; `failure.kind` is 'rig' when it was our own fault. */
export class CallFailed extends Error {
  constructor(
    readonly failure:
      | RigFailure
      | {
          readonly kind: 'died';
          readonly reason: SandboxDied['reason'] | 'hopeless';
          readonly message: string;
        },
    readonly console: string,
  ) {
    super(failure.message);
    this.name = 'CallFailed';
  }
}

export interface RigPart {
  readonly script: string;
  readonly exportName: string;
}

/** Starts a rig's process, or hands out one that was started ahead. It has never been sent a part. */
export type RigSource = () => SandboxedProcess;

export class RigClient {
  #process: SandboxedProcess | undefined;
  #timeouts = 0;

  readonly #source: RigSource;
  readonly #part: RigPart;
  readonly #callMilliseconds: number;

  constructor(source: RigSource, part: RigPart, callMilliseconds = CALL_MILLISECONDS) {
    this.#source = source;
    this.#part = part;
    this.#callMilliseconds = callMilliseconds;
  }

  /**
   * Runs one scenario within `milliseconds` and the limit of a call; resolves to its observation and what the part
   * printed, rejects with CallFailed.
   */
  async call(
    scenario: string,
    input: unknown,
    milliseconds = Infinity,
  ): Promise<{ value: unknown; console: string }> {
    if (this.#timeouts >= MOST_TIMEOUTS) {
      throw new CallFailed({ kind: 'died', reason: 'hopeless', message: `${MOST_TIMEOUTS} calls hung` }, '');
    }
    const rig = await this.#start();
    const reply = await this.#ask(rig, { type: 'call', scenario, input }, milliseconds);
    if (!reply.ok) {
      throw new CallFailed(reply.failure, reply.console);
    }
    return { value: reply.value, console: reply.console };
  }

  /** To be called between two suites: each counts its own timeouts. */
  nextSuite(): void {
    this.#timeouts = 0;
  }

  close(): void {
    this.#process?.kill();
    this.#process = undefined;
  }

  async #start(): Promise<SandboxedProcess> {
    if (this.#process?.alive) {
      return this.#process;
    }
    // The second try is for a rig that was started ahead and has died since, unnoticed.
    this.#process = (await this.#load()) ?? (await this.#load());
    if (this.#process === undefined) {
      // Nothing of the part has run yet: a rig that does not start is our fault.
      throw new CallFailed({ kind: 'rig', message: `the rig did not start: ${this.#startFault}` }, '');
    }
    return this.#process;
  }

  #startFault = '';

  /** A process that holds the part; undefined when it died of that. */
  async #load(): Promise<SandboxedProcess | undefined> {
    const rig = this.#source();
    const { script, exportName } = this.#part;
    try {
      await rig.ask({ type: 'part', script, exportName } satisfies RigRequest, START_MILLISECONDS);
      return rig;
    } catch (error) {
      rig.kill();
      this.#startFault = (error as Error).message;
      return undefined;
    }
  }

  async #ask(rig: SandboxedProcess, request: RigRequest, milliseconds: number): Promise<RigReply> {
    try {
      return (await rig.ask(request, Math.min(milliseconds, this.#callMilliseconds))) as RigReply;
    } catch (error) {
      if (!(error instanceof SandboxDied)) {
        throw error;
      }
      if (error.reason === 'time') {
        this.#timeouts += 1;
      }
      throw new CallFailed({ kind: 'died', reason: error.reason, message: error.message }, '');
    }
  }
}

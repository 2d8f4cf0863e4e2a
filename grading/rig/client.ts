/**
 * The trusted side of the rig: starts its process, sends the part and the scenarios, and says what went wrong.
 * A process that dies or hangs is replaced before the next call, so one bad call costs one check.
 */
import { join } from 'node:path';
import { rigLimits } from '../sandbox/limits.js';
import { SandboxDied, SandboxedProcess } from '../sandbox/process.js';
import type { Sandbox } from '../sandbox/command.js';
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

export class RigClient {
  #process: SandboxedProcess | undefined;
  #timeouts = 0;

  readonly #bundle: string;
  readonly #part: RigPart;
  readonly #sandbox: Sandbox;
  readonly #callMilliseconds: number;

  /** `bundle` is the file that `bundleRigs` made. */
  constructor(bundle: string, part: RigPart, sandbox: Sandbox, callMilliseconds = CALL_MILLISECONDS) {
    this.#bundle = bundle;
    this.#part = part;
    this.#sandbox = sandbox;
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

  close(): void {
    this.#process?.kill();
    this.#process = undefined;
  }

  async #start(): Promise<SandboxedProcess> {
    if (this.#process?.alive) {
      return this.#process;
    }
    const rig = new SandboxedProcess({ ...this.#place(), limits: rigLimits, sandbox: this.#sandbox });
    try {
      const { script, exportName } = this.#part;
      await rig.ask({ type: 'part', script, exportName } satisfies RigRequest, START_MILLISECONDS);
    } catch (error) {
      // Nothing of the part has run yet: a rig that does not start is our fault.
      throw new CallFailed(
        { kind: 'rig', message: `the rig did not start: ${(error as Error).message}` },
        '',
      );
    }
    this.#process = rig;
    return rig;
  }

  #place(): { script: string; mounts: { from: string; to: string }[] } {
    if (this.#sandbox.kind !== 'bubblewrap') {
      return { script: this.#bundle, mounts: [] };
    }
    const inside = join('/lab', 'rig.js');
    return { script: inside, mounts: [{ from: this.#bundle, to: inside }] };
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

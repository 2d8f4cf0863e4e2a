/**
 * One sandboxed process that answers questions: a line of JSON in, a line of JSON out, one at a time.
 * Whatever the process does (dies, floods its output, never answers), `ask` settles within its time limit.
 */
import { sandboxCommand, type Mount, type Program, type Sandbox } from './command.js';
import { launchHere, type Launch, type Launched } from './launch.js';
import type { End, Order } from './order.js';
import { MAX_REPLY_BYTES, MAX_STDERR_BYTES, type Limits } from './limits.js';

/** The process ended, or was ended, without an answer; `reason` says how in words for the log. */
export class SandboxDied extends Error {
  constructor(
    readonly reason: 'time' | 'memory' | 'output' | 'exit',
    detail: string,
  ) {
    super(detail);
    this.name = 'SandboxDied';
  }
}

/** A question that is asked again and again, spelt once. */
export class SpeltQuestion {
  readonly line: Buffer;

  constructor(question: unknown) {
    this.line = Buffer.from(JSON.stringify(question) + '\n');
  }
}

export interface SandboxOptions {
  readonly program: Program;
  readonly args?: readonly string[];
  readonly mounts: readonly Mount[];
  readonly limits: Limits;
  readonly sandbox: Sandbox;
}

export class SandboxedProcess {
  readonly #launched: Launched;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #stderr = '';
  #died: SandboxDied | undefined;
  /** Waits for ever: somebody looks at the process through a debugger. */
  readonly #patient: boolean;
  #waiting: { resolve: (line: string) => void; reject: (error: Error) => void } | undefined;

  constructor(options: SandboxOptions, launch: Launch = launchHere) {
    this.#patient = options.sandbox.inline === true;
    this.#launched = launch(orderFor(options), {
      onOutput: (chunk) => this.#receive(chunk),
      onErrors: (chunk) => {
        if (this.#stderr.length < MAX_STDERR_BYTES) {
          this.#stderr += chunk.toString('latin1');
        }
      },
      onEnd: (end) => this.#end(this.#explainEnd(end)),
    });
  }

  /** True until the process has ended. */
  get alive(): boolean {
    return this.#died === undefined;
  }

  /**
   * Sends one question and waits for its answer. Rejects with SandboxDied when there is none within `milliseconds`;
   * the process is gone then. Only one question may be under way.
   */
  async ask(question: unknown, milliseconds: number): Promise<unknown> {
    if (this.#waiting) {
      throw new Error('a question is already under way');
    }
    if (this.#died) {
      throw this.#died;
    }
    const line = await new Promise<string>((resolve, reject) => {
      const giveUp = (): void => {
        this.#end(new SandboxDied('time', `no answer within ${milliseconds} ms`));
        this.kill();
      };
      const timer = this.#patient ? undefined : setTimeout(giveUp, milliseconds);
      const settle = <T>(then: (value: T) => void) => {
        return (value: T) => {
          clearTimeout(timer);
          this.#waiting = undefined;
          then(value);
        };
      };
      this.#waiting = { resolve: settle(resolve), reject: settle(reject) };
      this.#launched.write(
        question instanceof SpeltQuestion ? question.line : JSON.stringify(question) + '\n',
      );
    });
    try {
      return JSON.parse(line) as unknown;
    } catch {
      this.kill();
      throw new SandboxDied('output', 'the answer is not JSON');
    }
  }

  /** Ends the process and everything that it may have started. */
  kill(): void {
    this.#end(new SandboxDied('exit', 'ended by the grader'));
    this.#launched.kill();
  }

  #receive(chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > MAX_REPLY_BYTES) {
      this.#end(new SandboxDied('output', `an answer of more than ${MAX_REPLY_BYTES} bytes`));
      this.kill();
      return;
    }
    this.#chunks.push(chunk);
    if (!chunk.includes(0x0a)) {
      return;
    }
    const line = Buffer.concat(this.#chunks).toString('utf8');
    this.#chunks = [];
    this.#bytes = 0;
    this.#waiting?.resolve(line);
  }

  #end(reason: SandboxDied): void {
    this.#died ??= reason;
    this.#waiting?.reject(this.#died);
  }

  #explainEnd(end: End): SandboxDied {
    if ('error' in end) {
      return new SandboxDied('exit', end.error);
    }
    const outOfMemory = /heap out of memory|Allocation failed|OOM|std::bad_alloc/i.test(this.#stderr);
    if (outOfMemory) {
      return new SandboxDied('memory', 'the memory limit was reached');
    }
    const how = end.signal === null ? `exit status ${end.code}` : `signal ${end.signal}`;
    return new SandboxDied('exit', `${how}${this.#stderr === '' ? '' : `: ${this.#stderr.slice(-2000)}`}`);
  }
}

function orderFor({ program, args = [], mounts, limits, sandbox }: SandboxOptions): Order {
  const { kind, asNobody, inline = false } = sandbox;
  const command = inline
    ? { file: process.execPath, args: [program.script, ...args] }
    : sandboxCommand(kind, program, args, mounts, limits);
  return {
    ...command,
    ...(program.handed && !inline && { script: program.script }),
    lifeline: kind !== 'bubblewrap' && !inline, // bubblewrap has a way of its own
    asNobody,
    inline,
  };
}

/**
 * One sandboxed process that answers questions: a line of JSON in, a line of JSON out, one at a time.
 * Whatever the process does (dies, floods its output, never answers), `ask` settles within its time limit.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import type { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import {
  identityOf,
  LIFELINE_DESCRIPTOR,
  PATH_ONLY,
  sandboxCommand,
  type Mount,
  type Program,
  type Sandbox,
} from './command.js';
import { openScript } from './open-script.js';
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

export interface SandboxOptions {
  readonly program: Program;
  readonly args?: readonly string[];
  readonly mounts: readonly Mount[];
  readonly limits: Limits;
  readonly sandbox: Sandbox;
}

export class SandboxedProcess {
  readonly #child: ChildProcess;
  readonly #stdin: Writable;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #stderr = '';
  #died: SandboxDied | undefined;
  /** Waits for ever: somebody looks at the process through a debugger. */
  readonly #patient: boolean;
  #waiting: { resolve: (line: string) => void; reject: (error: Error) => void } | undefined;

  constructor(options: SandboxOptions) {
    const { program, args = [], mounts, limits, sandbox } = options;
    const command = sandbox.inline
      ? { file: process.execPath, args: [program.script, ...args] }
      : sandboxCommand(sandbox.kind, program, args, mounts, limits);
    this.#patient = sandbox.inline === true;
    const script = sandbox.inline ? undefined : openScript(program);
    try {
      this.#child = spawn(command.file, command.args, {
        detached: true, // a group of its own, so that one signal ends all of it
        env: sandbox.inline ? process.env : PATH_ONLY,
        cwd: '/',
        stdio: [
          'pipe',
          'pipe',
          'pipe',
          script ?? 'ignore',
          sandbox.kind === 'bubblewrap' || sandbox.inline ? 'ignore' : 'pipe',
        ],
        ...identityOf(sandbox.asNobody),
      });
    } finally {
      if (script !== undefined) {
        closeSync(script);
      }
    }
    const [stdin, stdout, stderr] = this.#child.stdio as unknown as [Writable, Readable, Readable];
    this.#stdin = stdin;
    stdin.on('error', () => undefined); // a dead process is told by 'exit', not by a broken pipe
    stdout.on('data', (chunk: Buffer) => this.#receive(chunk));
    stderr.on('data', (chunk: Buffer) => {
      if (this.#stderr.length < MAX_STDERR_BYTES) {
        this.#stderr += chunk.toString('latin1');
      }
    });
    this.#holdLifeline();
    this.#child.on('error', (error) => this.#end(new SandboxDied('exit', error.message)));
    this.#child.on('close', (code, signal) => this.#end(this.#explainExit(code, signal)));
    this.#child.unref();
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
      this.#stdin.write(JSON.stringify(question) + '\n');
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
    if (this.#child.pid === undefined) {
      return;
    }
    try {
      process.kill(-this.#child.pid, 'SIGKILL');
    } catch {
      // Already gone: there is nothing left to end.
    }
  }

  /** The pipe that ends the process when this one is gone; let go of when the process has ended by itself. */
  #holdLifeline(): void {
    const line = this.#child.stdio[LIFELINE_DESCRIPTOR] as Socket | null | undefined;
    line?.on('error', () => undefined);
    line?.unref();
    this.#child.on('exit', () => line?.destroy());
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

  #explainExit(code: number | null, signal: string | null): SandboxDied {
    const outOfMemory = /heap out of memory|Allocation failed|OOM|std::bad_alloc/i.test(this.#stderr);
    if (outOfMemory) {
      return new SandboxDied('memory', 'the memory limit was reached');
    }
    const how = signal === null ? `exit status ${code}` : `signal ${signal}`;
    return new SandboxDied('exit', `${how}${this.#stderr === '' ? '' : `: ${this.#stderr.slice(-2000)}`}`);
  }
}

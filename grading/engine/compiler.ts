/** The trusted side of the part compiler: its process reads untrusted text, and never runs it. */
import { join } from 'node:path';
import type { CompileReply, CompileRequest, PartText, TypesReply, TypesRequest } from '../compile/index.js';
import { compilerLimits, type Sandbox, SandboxDied, SandboxedProcess } from '../sandbox/index.js';
import type { Diagnostic, Manifest } from '../result/index.js';
import type { SessionPart } from '../suite/index.js';
import { compilerFiles } from './compiler-files.js';

/** Milliseconds for one part without its types. */
const COMPILE_MILLISECONDS = 30_000;
/** Milliseconds with its types; the first check takes a few seconds, and a part that takes all of this is graded unchecked. */
const TYPE_CHECK_MILLISECONDS = 15_000;

export class Compiler {
  #process: SandboxedProcess | undefined;
  #closed = false;
  /** Ends when the questions asked so far are answered. */
  #turn: Promise<unknown> = Promise.resolve();

  readonly #root: string;
  readonly #sandbox: Sandbox;

  constructor(root: string, sandbox: Sandbox) {
    this.#root = root;
    this.#sandbox = sandbox;
  }

  /** Starts the process, so that the first part does not wait for it. */
  start(): void {
    this.#process ??= this.#start();
  }

  /** Compiles the text of one part. A compiler that dies on it is a fault of the text: no checker takes everything. */
  async compile(manifest: Manifest, text: string): Promise<SessionPart> {
    const request = { id: 1, ...partText(manifest, text) };
    const reply = await this.#compile(request);
    const file = `${request.exercise}/${request.file}`;
    if (reply === undefined) {
      return { ok: false, file, errors: await this.#gaveUp(request), gaveUp: true };
    }
    return reply.ok
      ? { ok: true, file, exportName: manifest.part.export, script: reply.script, map: reply.map }
      : { ok: false, file, errors: reply.errors };
  }

  /**
   * Type errors of parts that compile, one list each: told to the student; the parts are graded all the same, and meanwhile.
   * A type can be made to take the checker for ever: undefined then. A clock decides that, so no record may depend on it.
   */
  async typeErrors(
    parts: readonly { readonly manifest: Manifest; readonly text: string }[],
  ): Promise<readonly (readonly Diagnostic[] | undefined)[]> {
    const request: TypesRequest = {
      id: 1,
      parts: parts.map(({ manifest, text }) => partText(manifest, text)),
    };
    const reply = await this.#ask<TypesReply>(request, TYPE_CHECK_MILLISECONDS);
    if (reply !== undefined || parts.length === 1) {
      return reply?.diagnostics ?? [undefined];
    }
    // One of them took the time of all. Each by itself shows which.
    const each = await Promise.all(parts.map((part) => this.typeErrors([part])));
    return each.flat();
  }

  /** Questions that were still waiting are refused: answering one would start a process that nobody ends. */
  close(): void {
    this.#closed = true;
    this.#process?.kill();
  }

  /** The compiler's answer, in its turn; undefined when it died or did not come to an end. */
  #ask<Reply>(request: CompileRequest | TypesRequest, milliseconds: number): Promise<Reply | undefined> {
    const answer = this.#turn.then(() => this.#askNow<Reply>(request, milliseconds));
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  #compile(request: CompileRequest): Promise<CompileReply | undefined> {
    return this.#ask(request, COMPILE_MILLISECONDS);
  }

  async #askNow<Reply>(request: unknown, milliseconds: number): Promise<Reply | undefined> {
    if (this.#closed) {
      throw new Error('the part compiler is closed');
    }
    if (!this.#process?.alive) {
      this.#process = this.#start();
    }
    try {
      return (await this.#process.ask(request, milliseconds)) as Reply;
    } catch (error) {
      if (!(error instanceof SandboxDied)) {
        throw error;
      }
      return undefined;
    }
  }

  /** What to say when there was no answer: the file's fault, unless the compiler cannot even take an empty one. */
  async #gaveUp(request: CompileRequest): Promise<readonly Diagnostic[]> {
    const works = await this.#compile({ ...request, text: '' });
    if (works === undefined) {
      throw new Error('the part compiler does not answer; build the lab again');
    }
    const file = `${request.exercise}/${request.file}`;
    const message = 'the compiler gave up on this file: make it simpler';
    return [{ file, line: 1, column: 1, message }];
  }

  #start(): SandboxedProcess {
    const inside = this.#sandbox.kind === 'bubblewrap' ? '/lab' : this.#root;
    return new SandboxedProcess({
      program: { script: join(inside, 'dist/compile.js') },
      args: [inside],
      mounts: compilerFiles.map((path) => ({ from: join(this.#root, path), to: join(inside, path) })),
      limits: compilerLimits,
      // It only reads text, and the lab may lie where nobody else may look.
      sandbox: { ...this.#sandbox, asNobody: false },
    });
  }
}

function partText({ id: exercise, part }: Manifest, text: string): PartText {
  return { exercise, file: part.file, text };
}

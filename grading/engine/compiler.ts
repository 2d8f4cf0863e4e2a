/** The trusted side of the part compiler: its process reads untrusted text, and never runs it. */
import { join } from 'node:path';
import type { CompileReply, CompileRequest } from '../compile/protocol.js';
import type { Sandbox } from '../sandbox/command.js';
import { compilerLimits } from '../sandbox/limits.js';
import { SandboxDied, SandboxedProcess } from '../sandbox/process.js';
import type { Diagnostic, Manifest } from '../result/index.js';
import type { SessionPart } from '../suite/session.js';

/** Milliseconds for one part without its types. */
const COMPILE_MILLISECONDS = 30_000;
/** Milliseconds with its types; the first check takes a few seconds, and a part that takes all of this is graded unchecked. */
const TYPE_CHECK_MILLISECONDS = 15_000;

export interface Compiled {
  readonly part: SessionPart;
  /** Type errors: told to the student; the part is graded all the same. */
  readonly diagnostics: readonly Diagnostic[];
}

export class Compiler {
  #process: SandboxedProcess | undefined;

  readonly #root: string;
  readonly #sandbox: Sandbox;

  constructor(root: string, sandbox: Sandbox) {
    this.#root = root;
    this.#sandbox = sandbox;
  }

  /** Compiles the text of one part. A compiler that dies on it is a fault of the text: no checker takes everything. */
  async compile({ id: exercise, part }: Manifest, text: string, typeCheck = true): Promise<Compiled> {
    const file = `${exercise}/${part.file}`;
    const request = { id: 1, exercise, file: part.file, text };
    // A type can be made to take the checker for ever; the code itself may still be good.
    const checked = typeCheck ? await this.#ask({ ...request, typeCheck }) : undefined;
    const reply =
      checked ?? (await this.#ask({ ...request, typeCheck: false })) ?? (await this.#gaveUp(request));
    if (!reply.ok) {
      return { part: { ok: false, file, errors: reply.errors }, diagnostics: [] };
    }
    const { script, map, diagnostics } = reply;
    return { part: { ok: true, file, exportName: part.export, script, map }, diagnostics };
  }

  close(): void {
    this.#process?.kill();
  }

  /** The compiler's answer; undefined when it died or did not come to an end. */
  async #ask(request: CompileRequest): Promise<CompileReply | undefined> {
    const milliseconds = request.typeCheck ? TYPE_CHECK_MILLISECONDS : COMPILE_MILLISECONDS;
    if (!this.#process?.alive) {
      this.#process = this.#start();
    }
    try {
      return (await this.#process.ask(request, milliseconds)) as CompileReply;
    } catch (error) {
      if (!(error instanceof SandboxDied)) {
        throw error;
      }
      return undefined;
    }
  }

  /** What to say when there was no answer: the file's fault, unless the compiler cannot even take an empty one. */
  async #gaveUp(request: Omit<CompileRequest, 'typeCheck'>): Promise<CompileReply> {
    const works = await this.#ask({ ...request, text: '', typeCheck: false });
    if (works === undefined) {
      throw new Error('the part compiler does not answer; build the lab again');
    }
    const file = `${request.exercise}/${request.file}`;
    const message = 'the compiler gave up on this file: make it simpler';
    return { id: request.id, ok: false, errors: [{ file, line: 1, column: 1, message }] };
  }

  /** The compiler sees the lab's sources, for their types, and TypeScript itself; nothing else. */
  #start(): SandboxedProcess {
    const inside = this.#sandbox.kind === 'bubblewrap' ? '/lab' : this.#root;
    const seen = ['package.json', 'tsconfig.json', 'dist/compile.js', 'src', 'node_modules/typescript'];
    return new SandboxedProcess({
      script: join(inside, 'dist/compile.js'),
      args: [inside],
      mounts: seen.map((path) => ({ from: join(this.#root, path), to: join(inside, path) })),
      limits: compilerLimits,
      // It only reads text, and the lab may lie where nobody else may look.
      sandbox: { ...this.#sandbox, asNobody: false },
    });
  }
}

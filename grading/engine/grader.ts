/**
 * Grades submissions: compiles each part, runs the suites of its exercise against it in the sandbox, and joins what came
 * back into one result. A grader is opened once and used for many submissions, one after another or side by side; nothing
 * of one reaches the next.
 */
import { join } from 'node:path';
import type { Exercise } from '../exercises/index.js';
import type { Diagnostic, ExerciseResult, Result } from '../result/index.js';
import { detectSandbox, type Sandbox, Workspace } from '../sandbox/index.js';
import { SuiteThreads } from '../suite/run/index.js';
import { buildBundles } from './bundles.js';
import { Compiler } from './compiler.js';
import { graderDigest } from './digest.js';
import { gradeExercise, skippedExercise, type GradedExercise, type GradingTools } from './grade-exercise.js';
import type { Graded, GradedWork, HandedPart, KnownExercise } from './graded.js';
import { sum } from './sum.js';
import { TypeRound } from './type-round.js';

export interface GraderOptions {
  readonly root: string;
  readonly exercises: readonly Exercise[];
  readonly seed: number;
  /** Title and digest of the lecture that the result refers to. */
  readonly lecture: string;
  readonly engine: string;
  /** Also run the hidden checks, where this copy of the lab has them. */
  readonly hidden: boolean;
  /** Parts run without walls and limits, for a debugger; what comes of it is no grade. */
  readonly inline?: boolean;
  /** Suites that may run side by side; as many as there are exercises when it is left out, and never more than cores. */
  readonly sideBySide?: number;
  /**
   * Many submissions wait. The suites of one run one after another, in one rig, and those of others beside them: cheaper than side by
   * side, and quicker as well. Rigs are started by a launcher.
   */
  readonly together?: boolean;
}

export class Grader {
  readonly #sandbox: Sandbox;
  readonly #releaseWorkspace: () => void;
  readonly #options: GraderOptions;
  readonly #tools: GradingTools;
  readonly #threads: SuiteThreads;
  readonly #suite: string;
  /** Submissions are numbered as they come; the number of the next one. */
  #next = 0;

  private constructor(
    options: GraderOptions,
    workspace: Workspace,
    { folder, suite }: Bundles,
    compiler: Compiler,
    releaseWorkspace = () => workspace.remove(),
  ) {
    this.#options = options;
    this.#sandbox = options.inline ? { ...detectSandbox(), asNobody: false, inline: true } : detectSandbox();
    this.#tools = { ...options, compiler };
    this.#suite = suite;
    const { root, exercises, sideBySide = exercises.length, together = false } = options;
    const setting = { root, folder, sandbox: this.#sandbox, launcher: together };
    this.#threads = new SuiteThreads(join(root, 'dist/suite-thread.js'), setting, sideBySide);
    this.#releaseWorkspace = releaseWorkspace;
  }

  /** Builds rigs and suites, and starts all that grading needs. */
  static async open(options: GraderOptions): Promise<Grader> {
    const workspace = new Workspace();
    const compiler = new Compiler(options.root, detectSandbox());
    compiler.start();
    try {
      const bundles = await bundlesFor(options, workspace);
      return new Grader(options, workspace, bundles, compiler);
    } catch (error) {
      // A process that nobody ends would keep this one from ending.
      compiler.close();
      workspace.remove();
      throw error;
    }
  }

  /**
   * Several graders that share what was built, and nothing else: each has a compiler and a suite thread of its own, so that a
   * submission that takes long in one of them holds up no other.
   */
  static async openLanes(options: GraderOptions, count: number): Promise<Grader[]> {
    const workspace = new Workspace();
    let open = count;
    const release = (): void => {
      open -= 1;
      if (open === 0) {
        workspace.remove();
      }
    };
    try {
      const bundles = await bundlesFor(options, workspace);
      const one = { ...options, sideBySide: 1, together: true };
      return Array.from({ length: count }, () => {
        const compiler = new Compiler(options.root, detectSandbox());
        compiler.start();
        return new Grader(one, workspace, bundles, compiler, release);
      });
    } catch (error) {
      workspace.remove();
      throw error;
    }
  }

  /** What must be the same for the same bytes: all that is said of this grader in a result. */
  get identity(): Pick<Result, 'suite' | 'engine' | 'seed' | 'lecture'> {
    const { engine, seed, lecture } = this.#options;
    return { suite: this.#suite, engine, seed, lecture };
  }

  /** Starts a rig ahead for the next submission. */
  prepare(): void {
    this.#threads.reserve(this.#next).release();
  }

  /**
   * Grades one submission in `chosen` exercises. `onChecked` is told each as its checks are done, whichever is first. What is in
   * `known`, by exercise id, is taken as it is: nothing of those parts is run.
   */
  async grade(
    work: GradedWork,
    chosen: readonly Exercise[],
    onChecked: (result: ExerciseResult) => void,
    known: ReadonlyMap<string, KnownExercise> = new Map(),
  ): Promise<Graded> {
    const milliseconds: Record<string, number> = {};
    const warnings: string[] = [];
    const typeErrors: Record<string, readonly Diagnostic[]> = {};
    const toRun = chosen.filter(({ manifest: { id } }) => work.parts.has(id) && !known.has(id));
    const types = new TypeRound(this.#tools.compiler, toRun.length);
    const submission = this.#next++;
    const graded = await Promise.all(
      chosen.map(async (exercise) => {
        const { id } = exercise.manifest;
        const before = performance.now();
        const same = known.get(id);
        if (same !== undefined) {
          onChecked(same.result);
        }
        const outcome = same
          ? { ...same, warnings: [], repeatable: true }
          : await this.#gradeOne(submission, exercise, work.parts.get(id), types, onChecked);
        return { id, ...outcome, took: Math.round(performance.now() - before) };
      }),
    ).finally(() => this.#threads.end(submission)); // also where one of them has failed: no rig stays behind
    // In the order of the exercises, whichever was done first.
    for (const { id, took, ...outcome } of graded) {
      milliseconds[id] = took;
      warnings.push(...outcome.warnings);
      if (outcome.typeErrors.length > 0) {
        typeErrors[id] = outcome.typeErrors;
      }
    }
    const exercises = graded.map(({ result }) => result);
    const { seed, engine, lecture } = this.#options;
    const score = sum(exercises, 'score');
    const maxScore = sum(exercises, 'maxScore');
    const result: Result = {
      version: 2,
      submission: work.name,
      score,
      maxScore,
      seed,
      engine,
      suite: this.#suite,
      lecture,
      exercises,
    };
    return {
      result,
      notes: { milliseconds, sandbox: this.#sandbox.kind, warnings, typeErrors },
      known: graded.flatMap(({ id }) => (known.has(id) ? [id] : [])),
      repeatable: graded.flatMap(({ id, repeatable }) => (repeatable ? [id] : [])),
    };
  }

  async close(): Promise<void> {
    this.#tools.compiler.close();
    await this.#threads.close();
    this.#releaseWorkspace();
  }

  async #gradeOne(
    submission: number,
    exercise: Exercise,
    part: HandedPart | undefined,
    types: TypeRound,
    onChecked: (result: ExerciseResult) => void,
  ): Promise<GradedExercise> {
    if (part === undefined) {
      const result = skippedExercise(exercise, this.#options.hidden);
      return { result, typeErrors: [], warnings: [], repeatable: false };
    }
    const seat = this.#threads.reserve(submission, this.#options.together);
    try {
      return await gradeExercise(exercise, part, seat, types, this.#tools, onChecked);
    } finally {
      seat.release();
    }
  }
}

/** What a grader runs, and the version of it that its results name. */
interface Bundles {
  readonly folder: string;
  readonly suite: string;
}

async function bundlesFor(
  { root, exercises, hidden }: GraderOptions,
  workspace: Workspace,
): Promise<Bundles> {
  const suite = graderDigest(root);
  return { folder: await buildBundles(root, suite, exercises, hidden, workspace), suite };
}

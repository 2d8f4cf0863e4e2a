/**
 * Grades submissions: compiles each part, runs the suites of its exercise against it in the sandbox, and joins what came
 * back into one result. A grader is opened once and used for many submissions; nothing of one reaches the next.
 */
import type { Exercise } from '../exercises/index.js';
import { bundleRigs } from '../rig/bundle.js';
import type { ExerciseResult, Result, RunNotes } from '../result/index.js';
import { detectSandbox, type Sandbox } from '../sandbox/command.js';
import { Compiler } from './compiler.js';
import { suiteDigest } from './digest.js';
import { gradeExercise, type GradingTools } from './grade-exercise.js';
import { sum } from './sum.js';
import { Workspace } from './workspace.js';

export interface GraderOptions {
  readonly root: string;
  readonly exercises: readonly Exercise[];
  readonly seed: number;
  /** Title and digest of the lecture that the result refers to. */
  readonly lecture: string;
  readonly engine: string;
  /** Also run the hidden checks, where this copy of the lab has them. */
  readonly hidden: boolean;
}

/** What is graded: a name, and the text of each exercise's part by exercise id. */
export interface GradedWork {
  readonly name: string;
  readonly parts: ReadonlyMap<string, { readonly text: string }>;
}

export interface Graded {
  readonly result: Result;
  readonly notes: RunNotes;
}

export class Grader {
  readonly #sandbox: Sandbox = detectSandbox();
  readonly #workspace = new Workspace();
  readonly #tools: GradingTools;
  readonly #suite: string;

  readonly #options: GraderOptions;

  private constructor(options: GraderOptions) {
    this.#options = options;
    const sandbox = this.#sandbox;
    const workspace = this.#workspace;
    this.#tools = { ...options, sandbox, workspace, compiler: new Compiler(options.root, sandbox) };
    this.#suite = suiteDigest(options.root);
  }

  /** Builds the rigs and makes ready to grade. */
  static async open(options: GraderOptions): Promise<Grader> {
    const grader = new Grader(options);
    const ids = options.exercises.map(({ manifest }) => manifest.id);
    await bundleRigs(options.root, ids, grader.#workspace.folder);
    return grader;
  }

  /** Grades one submission in `chosen` exercises; `onExercise` is told the title of each as its turn comes. */
  async grade(
    work: GradedWork,
    chosen: readonly Exercise[],
    onExercise: (title: string) => void,
  ): Promise<Graded> {
    const exercises: ExerciseResult[] = [];
    const milliseconds: Record<string, number> = {};
    const warnings: string[] = [];
    for (const exercise of chosen) {
      const { id, title } = exercise.manifest;
      onExercise(title);
      const before = performance.now();
      const { result, broken } = await gradeExercise(exercise, work.parts.get(id)?.text, this.#tools);
      exercises.push(result);
      milliseconds[id] = Math.round(performance.now() - before);
      warnings.push(...broken.map(({ suite, reason }) => `${suite}: ${reason}`));
    }
    const { seed, engine, lecture } = this.#options;
    const score = sum(exercises, 'score');
    const maxScore = sum(exercises, 'maxScore');
    const result: Result = {
      version: 1,
      submission: work.name,
      score,
      maxScore,
      seed,
      engine,
      suite: this.#suite,
      lecture,
      exercises,
    };
    return { result, notes: { milliseconds, sandbox: this.#sandbox.kind, warnings } };
  }

  close(): void {
    this.#tools.compiler.close();
    this.#workspace.remove();
  }
}

/**
 * `result.json`: the one record of a graded submission, from which all else is rendered or exported. The same submission,
 * suite and seed give the same bytes, so nothing in it comes from a clock, a path or a machine; see run-notes.ts for that.
 */

/** `pass`; `fail`, the student's fault; `error`, the grader's fault; `skipped`, not run, with the reason as message. */
export type Verdict = 'pass' | 'fail' | 'error' | 'skipped';
export type Visibility = 'visible' | 'hidden';

export interface Result {
  readonly version: 2;
  /** The submission's name, not its path. */
  readonly submission: string;
  /** Points, in halves; the sum over the exercises. */
  readonly score: number;
  readonly maxScore: number;
  readonly seed: number;
  /** Version of hyperlab. */
  readonly engine: string;
  /** Digest of all that decides a verdict: suites, rigs, compiler, sandbox, engine, budgets and packages. */
  readonly suite: string;
  /** Title and digest: `title @ digest`. */
  readonly lecture: string;
  readonly exercises: readonly ExerciseResult[];
}

export interface ExerciseResult {
  readonly id: string;
  readonly title: string;
  /** Slug of the lecture's heading. */
  readonly section: string;
  /** What was handed in: SHA-256 of the file's bytes, in hexadecimal. Missing where nothing was. */
  readonly part?: { readonly file: string; readonly sha256: string };
  readonly score: number;
  readonly maxScore: number;
  readonly checks: readonly CheckResult[];
}

export interface CheckResult {
  readonly id: string;
  readonly title: string;
  readonly section: string;
  readonly verdict: Verdict;
  readonly points: number;
  readonly maxPoints: number;
  readonly visibility: Visibility;
  /** Why, in words for the student; may be empty for a pass. */
  readonly message: string;
  readonly expected?: string;
  readonly actual?: string;
  /** The first hint. */
  readonly hint?: string;
  /** The hints after the first, each closer to the answer. A reader that knows only `hint` loses no more than these. */
  readonly moreHints?: readonly string[];
  /** How often the guest left for each reason, where a guest ran. */
  readonly exits?: Readonly<Record<string, number>>;
  /** What the part printed, bounded. */
  readonly console?: string;
  readonly location?: SourceLocation;
}

/** A place in the student's file; lines and columns count from 1. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

/** A type error, or the reason why a part does not compile. */
export interface Diagnostic {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** What a grader is given, and what comes of it. */
import type { Diagnostic, ExerciseResult, Result, RunNotes } from '../result/index.js';

export interface HandedPart {
  readonly text: string;
  /** Of the bytes that were handed in, in hexadecimal; left out where there were none but the text. */
  readonly sha256?: string;
}

/** What is graded: a name, and each exercise's part by exercise id. */
export interface GradedWork {
  readonly name: string;
  readonly parts: ReadonlyMap<string, HandedPart>;
}

export interface Graded {
  readonly result: Result;
  readonly notes: RunNotes;
  /** Ids of exercises whose results depend on nothing but the part and this grader: they hold for every copy of the part. */
  readonly repeatable: readonly string[];
  /** Ids of exercises that were known. No file says so: students need not learn that somebody's part is the same as theirs. */
  readonly known: readonly string[];
}

/** What a copy of a part came to, graded by a grader of the same identity. */
export interface KnownExercise {
  readonly result: ExerciseResult;
  readonly typeErrors: readonly Diagnostic[];
}

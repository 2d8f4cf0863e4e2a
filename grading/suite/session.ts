/** What the suites of an exercise work on: one part as the compiler left it, and all that its checks need to know. */
import type { Diagnostic } from '../result/index.js';

/** One exercise of one submission. */
export interface ExerciseSession {
  /** The exercise's id. */
  readonly exercise: string;
  readonly seed: number;
  /** The ids of the manifest's checks by their titles, by which the suites name them. */
  readonly checks: Readonly<Record<string, string>>;
  readonly part: SessionPart;
}

/** A part as the compiler left it: a script with its source map, or the reasons why there is none. */
export type SessionPart =
  | {
      readonly ok: true;
      readonly file: string;
      readonly exportName: string;
      readonly script: string;
      readonly map: string;
    }
  | {
      readonly ok: false;
      readonly file: string;
      readonly errors: readonly Diagnostic[];
      /** The compiler died of the text, or did not come to an end in time: a slower machine may give up where another does not. */
      readonly gaveUp?: true;
    };

/**
 * What the suites of an exercise work on: one part as the compiler left it, and all that its checks need to know. The
 * engine hands it to a suite thread; for plain Jest, where each test file runs in a world of its own, it lies in a file.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Diagnostic } from '../result/index.js';
import type { Sandbox } from '../sandbox/index.js';

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

/** The environment variable that names the file for plain Jest. */
export const SESSION_VARIABLE = 'HYPERLAB_SESSION';

/** Under plain Jest the checks' own words are all that a student sees; so the first hint of each is there as well, by its id. */
export interface JestExercise extends ExerciseSession {
  readonly hints: Readonly<Record<string, string>>;
}

/** What that file holds. */
export interface JestSession {
  readonly sandbox: Sandbox;
  /** The script of the rigs. */
  readonly rigs: string;
  /** One for each exercise that has a part. */
  readonly exercises: readonly JestExercise[];
}

export function writeSession(file: string, session: JestSession): void {
  writeFileSync(file, JSON.stringify(session));
}

export function readSession(file: string): JestSession {
  return JSON.parse(readFileSync(file, 'utf8')) as JestSession;
}

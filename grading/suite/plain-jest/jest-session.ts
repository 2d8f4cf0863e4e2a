/** The session for plain Jest lies in a file, for each test file runs in a world of its own. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Sandbox } from '../../sandbox/index.js';
import type { ExerciseSession } from '../index.js';

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

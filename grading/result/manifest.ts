/** The manifest of an exercise, exercise.json, and what a known-wrong answer says of itself. */
import exerciseSchema from '../schemas/exercise.schema.json';
import wrongAnswerSchema from '../schemas/wrong-answer.schema.json';
import { repeated } from './repeated.js';
import { createSchema } from './schema.js';

export interface Manifest {
  readonly version: 1;
  /** The folder's name: `08-trap-and-emulate`. */
  readonly id: string;
  readonly title: string;
  /** Slug of the lecture's heading that explains the exercise. */
  readonly section: string;
  readonly part: ManifestPart;
  readonly summary: string;
  readonly checks: readonly ManifestCheck[];
}

/** What the student hands in: one file, the name that it exports, and the name of the socket's type. */
export interface ManifestPart {
  readonly file: string;
  readonly export: string;
  readonly type: string;
}

export interface ManifestCheck {
  /** Unique in the exercise, as is the title, by which the suites name the check. */
  readonly id: string;
  readonly title: string;
  /** In halves, at least 0.5. */
  readonly points: number;
  readonly visibility: 'visible' | 'hidden';
  /** The exercise's own section where it is left out. */
  readonly section?: string;
  /** A question, a direction, nearly the answer. Those of a hidden check tell its idea, never its input. */
  readonly hints: Hints;
}

export type Hints = readonly [question: string, direction: string, nearlyTheAnswer: string];

/** A known-wrong answer: the mistake in one sentence, and the ids of exactly those checks that fail on it. */
export interface WrongAnswer {
  readonly mistake: string;
  readonly fails: readonly string[];
}

/** @throws SchemaError; `file` stands in its message. */
export function parseManifest(text: string, file: string): Manifest {
  return manifests.parse(text, file);
}

/** `value`, if it is the head of a known-wrong answer. @throws SchemaError; `file` stands in its message. */
export function checkWrongAnswer(value: unknown, file: string): WrongAnswer {
  return wrongAnswers.check(value, file);
}

const manifests = createSchema<Manifest>(exerciseSchema, ({ checks }) => [
  ...repeated(checks, 'id', 'checks'),
  ...repeated(checks, 'title', 'checks'),
]);

const wrongAnswers = createSchema<WrongAnswer>(wrongAnswerSchema, () => []);

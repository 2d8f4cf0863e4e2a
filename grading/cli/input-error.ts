/** Which errors are about what the user gave us (exit status 2) and not about us (3). */
import { BootError } from '../machine/boot/index.js';
import { UnknownExercise } from '../exercises/index.js';
import { LectureError } from '../lecture/index.js';
import { SchemaError } from '../result/index.js';
import { SubmissionError } from '../submission/index.js';

/** Something else that the user can mend: a folder that cannot be written, a section that a lecture lacks. */
export class InputError extends Error {}

export function isUsersFault(error: unknown): error is Error {
  const kinds = [BootError, InputError, SubmissionError, LectureError, SchemaError, UnknownExercise];
  return kinds.some((kind) => error instanceof kind);
}

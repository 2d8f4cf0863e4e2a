/** A lecture that cannot be used. The message is one line for the person who named the file: where, what, how to mend. */
import { UsersFault } from '../../users-fault.js';

export class LectureError extends UsersFault {
  constructor(
    readonly file: string,
    /** Counted from 1; undefined where the fault lies in no one line. */
    readonly line: number | undefined,
    problem: string,
  ) {
    super(`${placeOf(file, line)}: ${problem}`);
    this.name = 'LectureError';
  }
}

/** `notes.md:12`, as editors open it. */
export function placeOf(file: string, line: number | undefined): string {
  return line === undefined ? file : `${file}:${line}`;
}

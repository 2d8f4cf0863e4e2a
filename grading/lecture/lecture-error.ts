/** A lecture that cannot be used. The message is one line for the person who named the file: where, what, how to mend. */
import { UsersFault } from '../users-fault.js';

export class LectureError extends UsersFault {
  constructor(
    readonly file: string,
    /** Counted from 1; undefined where the fault lies in no one line. */
    readonly line: number | undefined,
    problem: string,
  ) {
    super(`${file}${line === undefined ? '' : `:${line}`}: ${problem}`);
    this.name = 'LectureError';
  }
}

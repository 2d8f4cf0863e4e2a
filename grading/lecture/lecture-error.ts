/** A lecture that cannot be used. The message is one line for the person who named the file: where, what, how to mend. */
export class LectureError extends Error {
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

/** How a submission that could not be graded is told, while the others go on. */
import { legibleName } from '../../submission/index.js';
import { UsersFault } from '../../users-fault.js';

/** One line on standard error, and the exit status: 2 for what the user can mend, 3 for a failure of the grader's. */
export function tellFailure(name: string, error: unknown): void {
  if (error instanceof UsersFault) {
    process.stderr.write(`hyperlab: ${error.message}\n`);
    process.exitCode ??= 2;
    return;
  }
  const { code, message } = error as NodeJS.ErrnoException;
  const what = code === undefined ? message : `its results cannot be written (${message})`;
  const kept = 'nothing was written, and an earlier result stays as it was';
  process.stderr.write(`hyperlab: the grader failed on ${name}: ${legibleName(what, 500)}; ${kept}\n`);
  process.exitCode = 3;
}

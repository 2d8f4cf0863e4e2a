/** A submission that cannot be used. The message is one line for the person who named it: where, what, how to mend it. */
import { UsersFault } from '../users-fault.js';

export class SubmissionError extends UsersFault {
  constructor(problem: string) {
    super(problem);
    this.name = 'SubmissionError';
  }
}

const MAX_SHOWN = 160;

/**
 * A name from a submission as it may stand in a message: on one line, without control characters or characters that
 * change the direction of writing, and of bounded length.
 */
export function legibleName(name: string): string {
  const plain = name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '\u{FFFD}');
  return plain.length <= MAX_SHOWN ? plain : `${plain.slice(0, MAX_SHOWN)}…`;
}

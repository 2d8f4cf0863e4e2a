/** A submission that cannot be used: every fault that was found, a line each for the person who named it: where, what, how to mend it. */
import { UsersFault } from '../../users-fault.js';

export class SubmissionError extends UsersFault {
  readonly faults: readonly string[];

  constructor(fault: string | readonly string[]) {
    const faults = typeof fault === 'string' ? [fault] : fault;
    super(faults.join('\n'));
    this.name = 'SubmissionError';
    this.faults = faults;
  }
}

const MAX_SHOWN = 160;

/**
 * A name from a submission as it may stand in a message: on one line, without control characters or characters that
 * change the direction of writing, and of bounded length.
 */
export function legibleName(name: string, most = MAX_SHOWN): string {
  const plain = name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '\u{FFFD}');
  return plain.length <= most ? plain : `${plain.slice(0, most)}…`;
}

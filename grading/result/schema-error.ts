/** Data that breaks its schema. The message has one line for each violation: file, place, what, how to mend. */
import { UsersFault } from '../users-fault.js';

export class SchemaError extends UsersFault {
  constructor(
    /** As the reader knows it; lines begin with it. */
    readonly file: string,
    /** Each `place: what; how to mend`. */
    readonly violations: readonly string[],
  ) {
    super(violations.map((violation) => `${file}: ${violation}`).join('\n'));
    this.name = 'SchemaError';
  }
}

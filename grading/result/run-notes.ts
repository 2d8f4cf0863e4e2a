/** `run.json`, beside result.json: what a clock or the machine decided about a run, and no verdict depends on. */

import type { Diagnostic } from './result.js';

export interface RunNotes {
  /** Where the submission lay; two submissions of one name are told apart by it. */
  readonly source?: string;
  /** ISO 8601. */
  readonly startedAt?: string;
  /** By exercise id. */
  readonly milliseconds: Readonly<Record<string, number>>;
  /** Which walls stood around the student's code. */
  readonly sandbox: 'bubblewrap' | 'process limits only';
  readonly warnings: readonly string[];
  /** Names in the submission that were passed over. */
  readonly passedOver?: readonly string[];
  /**
   * Type errors by exercise id. They decide nothing, and a check of types that takes too long is broken off: on a slow machine
   * there may be none where a fast one has some.
   */
  readonly typeErrors?: Readonly<Record<string, readonly Diagnostic[]>>;
}

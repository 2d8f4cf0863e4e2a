/** `run.json`, beside result.json: what a clock or the machine decided about a run, and no verdict depends on. */

export interface RunNotes {
  /** ISO 8601. */
  readonly startedAt?: string;
  /** By exercise id. */
  readonly milliseconds: Readonly<Record<string, number>>;
  /** Which walls stood around the student's code. */
  readonly sandbox: 'bubblewrap' | 'process limits only';
  readonly warnings: readonly string[];
}

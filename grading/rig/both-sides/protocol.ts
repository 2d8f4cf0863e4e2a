/** What the suite's side and the rig say to each other: one JSON object a line, each request answered once. */

export type RigRequest =
  /**
   * Holds the compiled part for the calls that follow, in place of the one before; `rig` names whose scenarios they are. Nothing of
   * it runs yet. The answer's value is the size of the heap, in bytes.
   */
  | { readonly type: 'part'; readonly rig: string; readonly script: string; readonly exportName: string }
  /** Makes a fresh instance of the part and runs one scenario on it. */
  | { readonly type: 'call'; readonly scenario: string; readonly input: unknown };

export type RigReply = RigAnswer & {
  /**
   * Processor time since the reply before, in milliseconds: for what no meter counts, and for what was still running when that
   * reply was made.
   */
  readonly milliseconds: number;
};

export type RigAnswer = (
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly failure: RigFailure }
) & {
  /** What the part printed. */
  readonly console: string;
  /** How many loop turns and calls of the part the meter counted. */
  readonly turns: number;
};

export interface RigFailure {
  readonly kind: FailureKind;
  readonly message: string;
  /** Where in the compiled script it happened, when a stack trace tells: lines and columns from 1. */
  readonly position?: ScriptPosition;
  /** The line of the student's own file, when the meter tells. */
  readonly sourceLine?: number;
}

/**
 * `threw`: the part threw. `endless`: it used up its budget. `nonsense`: it gave back something that its socket does not
 * take. `missing`: it exports no such name. `rig`: our own code failed, and says so; the student is not to blame.
 */
export type FailureKind = 'threw' | 'endless' | 'nonsense' | 'missing' | 'rig';

export interface ScriptPosition {
  readonly line: number;
  readonly column: number;
}

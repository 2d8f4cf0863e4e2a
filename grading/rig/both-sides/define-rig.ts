/**
 * A rig says what can be done with one exercise's part: named scenarios, each a function of the part and of plain JSON,
 * whose result is the observation that goes back to the suite. Rigs run inside the sandbox, beside the untrusted part.
 */

/** Runs `part` through one situation. `input` is the suite's JSON; the result must be plain data (see `copyPlain`). */
export type Scenario<Part> = (part: Part, input: never) => unknown;

export interface Rig<Part> {
  readonly scenarios: Readonly<Record<string, Scenario<Part>>>;
  /**
   * How many loop turns and function calls of the part one scenario may use before it counts as endless.
   * Default `DEFAULT_BUDGET`.
   */
  readonly budget?: number;
}

export const DEFAULT_BUDGET = 5_000_000;

/** Declares a rig; `grading/suites/NN-slug/rig.ts` exports it as its default. */
export function defineRig<Part>(rig: Rig<Part>): Rig<Part> {
  return rig;
}

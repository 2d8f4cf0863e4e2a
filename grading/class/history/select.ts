/** Which results are regraded: those with a check that all predicates fit. */
import type { CheckResult, Result, Verdict } from '../../result/index.js';

export interface Predicates {
  /** Ids. */
  readonly exercises?: readonly string[];
  readonly checks?: readonly string[];
  readonly verdicts?: readonly Verdict[];
  /** Keys. */
  readonly students?: readonly string[];
}

export function isSelected(student: string, { exercises }: Result, wanted: Predicates): boolean {
  const fits = <Value>(values: readonly Value[] | undefined, value: Value): boolean =>
    values === undefined || values.includes(value);
  const checkFits = ({ id, verdict }: CheckResult): boolean =>
    fits(wanted.checks, id) && fits(wanted.verdicts, verdict);
  return (
    fits(wanted.students, student) &&
    exercises.some(({ id, checks }) => fits(wanted.exercises, id) && checks.some(checkFits))
  );
}

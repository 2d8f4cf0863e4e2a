/** What the exports tell of a check: the words of the feedback page, as plain text. Other systems show it as text, never as markup. */
import { legible, type StudentCheck, type StudentExercise } from '../report/index.js';

export interface ToldCheck {
  readonly exercise: StudentExercise;
  readonly check: StudentCheck;
  /** `08 Trap and emulate: a guest boots`; unique in a result. */
  readonly name: string;
  /** Why, what was expected and what came, what was printed, the first hint. */
  readonly text: string;
}

/** All checks of a result, in order. `most` characters of text each. */
export function toldChecks(exercises: readonly StudentExercise[], most: number): ToldCheck[] {
  return exercises.flatMap((exercise) =>
    exercise.checks.map((check) => ({
      exercise,
      check,
      name: legible(`${exercise.id.slice(0, 2)} ${exercise.title}: ${check.title}`, 300).replace(/\s+/g, ' '),
      text: legible(textOf(check), most),
    })),
  );
}

function textOf({ message, location, expected, actual, hint, console, verdict }: StudentCheck): string {
  const place = location && `at ${location.file}:${location.line}`;
  const lines = [
    message,
    place,
    expected === undefined ? undefined : `Expected:\n${expected}`,
    actual === undefined ? undefined : `Came:\n${actual}`,
    console === undefined ? undefined : `Printed:\n${console}`,
    hint === undefined || verdict === 'pass' ? undefined : `Hint: ${hint}`,
  ];
  return lines.filter((line) => line !== undefined && line !== '').join('\n');
}

/** What stands above everything: never that all is well where a check failed, hidden or not. */
export function summaryOf(exercises: readonly StudentExercise[]): string {
  const checks = exercises.flatMap((exercise) => exercise.checks);
  const count = (verdict: StudentCheck['verdict']) =>
    checks.filter((check) => check.verdict === verdict).length;
  const faults = count('error');
  const hidden = checks.filter(
    ({ verdict, visibility }) => verdict === 'fail' && visibility === 'hidden',
  ).length;
  return [
    `${count('pass')} of ${checks.length} checks passed, ${count('fail')} failed${hidden > 0 ? ` (${hidden} of them hidden)` : ''}.`,
    ...(count('skipped') > 0 ? [`${count('skipped')} did not run: their exercises were not handed in.`] : []),
    ...(faults > 0 ? [`${faults} could not be graded. That is the grader's fault, not yours.`] : []),
  ].join(' ');
}

/**
 * Exercism's test runner interface, version 3. It knows no check that did not run: that is `error` there, with the reason. A text has
 * at most 500 characters.
 */
import { legible, legibleLine, type StudentResult } from '../report/index.js';
import { summaryOf, toldChecks, type ToldCheck } from './told.js';

const MOST_OUTPUT = 500;
const MOST_MESSAGE = 4000;

export function toExercism({ exercises }: StudentResult): object {
  const told = toldChecks(exercises, MOST_MESSAGE);
  const ran = told.filter(({ check }) => check.verdict === 'pass' || check.verdict === 'fail');
  if (ran.length === 0) {
    return { version: 3, status: 'error', message: summaryOf(exercises), tests: [] };
  }
  const tests = told.map((each, index) => testOf(each, index, exercises.length > 1));
  const status = tests.every((test) => test.status === 'pass') ? 'pass' : 'fail';
  return { version: 3, status, tests };
}

function testOf({ exercise, check, name, text }: ToldCheck, index: number, several: boolean) {
  const { verdict, console } = check;
  const title = legibleLine(check.title);
  const status = verdict === 'pass' ? 'pass' : verdict === 'fail' ? 'fail' : 'error';
  return {
    name: several ? name : title,
    // A hidden check's code is not shown; a visible one stands under this title in the student's own copy.
    test_code:
      check.visibility === 'hidden'
        ? '// hidden'
        : `check(${JSON.stringify(title)}, …) // exercises/${exercise.id}/checks.test.ts`,
    status,
    ...(status === 'pass' ? {} : { message: text === '' ? `Check ${index + 1} did not pass.` : text }),
    ...(console === undefined ? {} : { output: cut(legible(console, 4 * MOST_OUTPUT)) }),
    task_id: exercise.checks.indexOf(check) + 1,
  };
}

/** The end is what a student looks at last; so the beginning stays, and the note says that there is more. */
function cut(text: string): string {
  const note = '… (cut)';
  return text.length <= MOST_OUTPUT ? text : `${text.slice(0, MOST_OUTPUT - note.length)}${note}`;
}

/** One exercise's result as text for a terminal: a line a check, and the whole story of the first that failed. */
import { findSection, type Lecture } from '../../lecture/index.js';
import { hintsOf } from '../../result/index.js';
import { legible, type StudentCheck, type StudentExercise } from '../../report/index.js';

/** What a part printed or threw may hold anything; a line stays a line. */
const MAX_LINE = 4000;

const marks = { pass: '✓', fail: '✗', error: '!', skipped: '–' } as const;

/** `hints`: how many of a check's hints are told. */
export function describeExercise(exercise: StudentExercise, lecture: Lecture, hints: number): string {
  const lines = [
    '',
    `${exercise.id.slice(0, 2)} ${exercise.title}: ${exercise.score} of ${exercise.maxScore} points`,
  ];
  const firstFailed = exercise.checks.find(({ verdict }) => verdict === 'fail' || verdict === 'error');
  for (const check of exercise.checks) {
    lines.push(`  ${marks[check.verdict]} ${check.title}`);
    if (check === firstFailed) {
      lines.push(...story(exercise, check, lecture, hints).map((line) => `      ${line}`));
    }
  }
  return printable(lines);
}

/** Its type errors, a line each; they are known later than its checks. Empty when there are none. */
export function describeTypeErrors({ diagnostics = [] }: StudentExercise): string {
  return printable(
    diagnostics.map(
      ({ file, line, column, message }) => `  type error  ${file}:${line}:${column}  ${message}`,
    ),
  );
}

const printable = (lines: readonly string[]): string =>
  lines.map((line) => `${legible(line, MAX_LINE)}\n`).join('');

function story(exercise: StudentExercise, check: StudentCheck, lecture: Lecture, hints: number): string[] {
  const section = findSection(lecture, check.section);
  return [
    ...check.message.split('\n'),
    ...labelled('expected', check.expected),
    ...labelled('came', check.actual),
    ...labelled('printed', check.console),
    ...hintLines(exercise, check, hints),
    ...labelled('lecture', section && `${section.heading} (exercises/lecture.md#${section.slug})`),
  ];
}

/** The first `shown` hints, and how to see the next. */
function hintLines({ id }: StudentExercise, check: StudentCheck, shown: number): string[] {
  const hints = hintsOf(check);
  const numbered = (index: number): string => (hints.length === 1 ? 'hint' : `hint ${index + 1}`);
  return [
    ...hints.slice(0, shown).flatMap((hint, index) => labelled(numbered(index), hint)),
    ...(shown < hints.length
      ? labelled('', `(for the next hint: npx hyperlab check ${id.slice(0, 2)} --hint ${shown + 1})`)
      : []),
  ];
}

function labelled(label: string, text: string | undefined): string[] {
  if (text === undefined || text === '') {
    return [];
  }
  return text
    .trimEnd()
    .split('\n')
    .map((line, index) => `${(index === 0 ? label : '').padEnd(9)}${line}`);
}

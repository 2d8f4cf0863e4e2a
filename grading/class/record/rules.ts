/** What must hold in a class beyond its schema: keys are unique, what is named is there, one attempt counts, totals are right. */
import type { Attempt, ClassRecord, ClassStudent } from './class-record.js';

/** A line for each violation. */
export function classRules({ students, problems, exercises, maxScore }: ClassRecord): string[] {
  const keys = new Set(students.map(({ key }) => key));
  const sum = exercises.reduce((total, exercise) => total + exercise.maxScore, 0);
  return [
    ...(keys.size === students.length ? [] : ['students: two have one key; give each its own']),
    ...(sum === maxScore ? [] : [`maxScore: is ${maxScore}; make it the sum of the exercises, ${sum}`]),
    ...notInOneFolder(
      exercises.map(({ id }) => id),
      'exercises',
      'id',
    ),
    ...notInOneFolder([...keys], 'students', 'key'),
    ...students.flatMap((student, index) => studentRules(student, `students[${index}]`)),
    ...problems.flatMap(({ student }, index) =>
      student === undefined || keys.has(student)
        ? []
        : [`problems[${index}].student: "${student}" is no key of a student; name one that is there`],
    ),
  ];
}

/** They name folders and pages: nothing may lead out of the place where those lie. */
function notInOneFolder(names: readonly string[], list: string, field: string): string[] {
  return names.flatMap((name) =>
    /[/\\\p{Cc}]/u.test(name) || name === '.' || name === '..'
      ? [
          `${list}: the ${field} ${JSON.stringify(name)} is no name of a folder; take what separates folders out of it`,
        ]
      : [],
  );
}

function studentRules(student: ClassStudent, place: string): string[] {
  const { attempts, current, state, score, total, byHand } = student;
  const counted = attempts.find(({ number }) => number === current);
  const lines: string[] = [];
  if (
    attempts.some(({ number }, index) => attempts.findIndex((other) => other.number === number) !== index)
  ) {
    lines.push(`${place}.attempts: two have one number; give each its own`);
  }
  if ((state === 'missing') !== (current === undefined)) {
    lines.push(`${place}.current: there is one exactly where something was handed in; state is "${state}"`);
  }
  if (current !== undefined && counted?.state !== state) {
    lines.push(
      `${place}.state: is "${state}"; make it that of attempt ${current}, ${counted?.state ?? 'which is not there'}`,
    );
  }
  if (score !== counted?.score) {
    lines.push(`${place}.score: is ${score}; make it that of the attempt that counts, ${counted?.score}`);
  }
  const expected = totalOf(score, byHand);
  if (total !== expected) {
    lines.push(`${place}.total: is ${total}; make it the score with the points by hand, ${expected}`);
  }
  return [
    ...lines,
    ...attempts.flatMap((attempt, index) => attemptRules(attempt, `${place}.attempts[${index}]`)),
  ];
}

/** Points by hand count without a result as well: somebody may have shown the work in person. Undefined where there is neither. */
export function totalOf(score: number | undefined, byHand: ClassStudent['byHand']): number | undefined {
  return score === undefined && byHand.length === 0
    ? undefined
    : Math.max(0, hundredths((score ?? 0) + byHand.reduce((sum, { points }) => sum + points, 0)));
}

/** Tenths and hundredths by hand must not add up to 7.300000000000001. */
const hundredths = (points: number): number => Math.round(points * 100) / 100;

function attemptRules({ gradings, state, score }: Attempt, place: string): string[] {
  const counting = gradings.filter(({ counts }) => counts);
  const expected = state === 'graded' ? 1 : 0;
  return [
    ...(counting.length === expected
      ? []
      : [
          `${place}.gradings: ${counting.length} of them count; make it ${expected}, since the attempt is "${state}"`,
        ]),
    ...(counting[0]?.score === score
      ? []
      : [`${place}.score: is ${score}; make it that of the grading that counts, ${counting[0]?.score}`]),
  ];
}

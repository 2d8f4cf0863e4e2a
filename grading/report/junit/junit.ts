/**
 * junit.xml in the shape that Jenkins reads: an exercise is a testsuite, a check is a testcase. A check that fails is a
 * `failure`, a fault of ours an `error`. It tells what the page tells, and no more; so it has no times (see student-view.ts).
 */
import type { Verdict } from '../../result/index.js';
import {
  placeOf,
  type StudentCheck,
  type StudentExercise,
  type StudentResult,
  pointsOf,
} from '../student-view/index.js';
import { attributes, content, element } from './xml.js';

/** The text of junit.xml. */
export function renderJunit(result: StudentResult): string {
  const { submission, exercises } = result;
  const checks = exercises.flatMap((exercise) => exercise.checks);
  const { tests, failures, errors } = counts(checks);
  const suites = exercises.map((exercise, index) => testsuite(result, exercise, index));
  const root = element(
    'testsuites',
    attributes({ name: `hyperlab: ${submission}`, tests, failures, errors }),
    suites,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
}

function testsuite(result: StudentResult, exercise: StudentExercise, index: number): string {
  const { id, title, checks, diagnostics = [] } = exercise;
  const head = attributes({
    name: `${id}: ${title}`,
    ...counts(checks),
    id: index,
    package: 'hyperlab',
  });
  const typeErrors = diagnostics
    .map((diagnostic) => `${placeOf(diagnostic)}: ${diagnostic.message}\n`)
    .join('');
  return element('testsuite', head, [
    properties(result, exercise),
    ...checks.map((check) => testcase(exercise, check)),
    ...(typeErrors === '' ? [] : [element('system-err', '', [content(typeErrors)])]),
  ]);
}

/** The points, and what is needed to get the same result again. JUnit has no fields for them. */
function properties(
  { seed, engine, suite, lecture, remarks }: StudentResult,
  { score, maxScore }: StudentExercise,
): string {
  const { total } = remarks ?? {};
  const byHand = total === undefined ? {} : { totalWithPointsByHand: total };
  const named = Object.entries({ score, maxScore, seed, engine, suite, lecture, ...byHand });
  return element(
    'properties',
    '',
    named.map(([name, value]) => element('property', attributes({ name, value }), [])),
  );
}

function testcase({ id }: StudentExercise, check: StudentCheck): string {
  const outcome = outcomes[check.verdict];
  return element('testcase', attributes({ name: check.title, classname: id }), [
    ...(outcome === undefined
      ? []
      : [element(outcome.name, outcomeHead(check, outcome.type), outcomeBody(check))]),
    ...(check.console === undefined ? [] : [element('system-out', '', [content(check.console)])]),
  ]);
}

const outcomes: Readonly<Record<Verdict, { name: string; type: string | undefined } | undefined>> = {
  pass: undefined,
  fail: { name: 'failure', type: 'fail' },
  error: { name: 'error', type: 'error' },
  skipped: { name: 'skipped', type: undefined },
};

/** `skipped` has no type in the schemas of those that allow it a message. */
function outcomeHead({ message }: StudentCheck, type: string | undefined): string {
  return attributes({ ...(type !== undefined && { type }), message: message.split(/[\r\n]/)[0] ?? '' });
}

function outcomeBody({
  message,
  location,
  points,
  maxPoints,
  expected,
  actual,
  hint,
  verdict,
}: StudentCheck): string[] {
  if (verdict === 'skipped') {
    return [];
  }
  const lines = [
    message,
    location && `at ${placeOf(location)}`,
    expected !== undefined && `Expected:\n${expected}`,
    actual !== undefined && `Came:\n${actual}`,
    hint && `Hint: ${hint}`,
    `${pointsOf(points, maxPoints)}.`,
  ];
  return [content(lines.filter((line) => typeof line === 'string').join('\n'))];
}

function counts(
  checks: readonly StudentCheck[],
): Record<'tests' | 'failures' | 'errors' | 'skipped', number> {
  const count = (wanted: Verdict): number => checks.filter(({ verdict }) => verdict === wanted).length;
  return { tests: checks.length, failures: count('fail'), errors: count('error'), skipped: count('skipped') };
}

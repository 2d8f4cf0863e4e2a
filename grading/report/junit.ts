/**
 * junit.xml in the shape that Jenkins reads: an exercise is a testsuite, a check is a testcase. A check that fails is a
 * `failure`, a fault of ours an `error`. Hidden checks tell here what they tell on the page, and no more.
 */
import type { CheckResult, ExerciseResult, Result, RunNotes, Verdict } from '../result/index.js';
import { placeOf } from './check-view.js';
import { pointsOf } from './summary.js';
import { toldToStudents } from './told.js';
import { attributes, content, element } from './xml.js';

/** The text of junit.xml. Times stand in it only where `notes` give them. */
export function renderJunit(result: Result, notes?: RunNotes): string {
  const { submission, exercises } = result;
  const checks = exercises.flatMap((exercise) => exercise.checks);
  const { tests, failures, errors } = counts(checks);
  const total = notes && Object.values(notes.milliseconds).reduce((sum, each) => sum + each, 0);
  const suites = exercises.map((exercise, index) => testsuite(result, exercise, index, notes));
  const root = element(
    'testsuites',
    attributes({ name: `hyperlab: ${submission}`, tests, failures, errors, time: seconds(total) }),
    suites,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
}

function testsuite(
  result: Result,
  exercise: ExerciseResult,
  index: number,
  notes: RunNotes | undefined,
): string {
  const { id, title, checks, diagnostics = [] } = exercise;
  const head = attributes({
    name: `${id}: ${title}`,
    ...counts(checks),
    time: seconds(notes?.milliseconds[id]),
    // Jenkins' schema wants neither fractions nor a zone.
    timestamp: notes?.startedAt?.slice(0, 19),
    id: index,
    package: 'hyperlab',
  });
  const typeErrors = diagnostics
    .map((diagnostic) => `${placeOf(diagnostic)}: ${diagnostic.message}\n`)
    .join('');
  return element('testsuite', head, [
    properties(result, exercise),
    ...checks.map((check) => testcase(exercise, toldToStudents(check))),
    ...(typeErrors === '' ? [] : [element('system-err', '', [content(typeErrors)])]),
  ]);
}

/** The points, and what is needed to get the same result again. JUnit has no fields for them. */
function properties({ seed, engine, suite, lecture }: Result, { score, maxScore }: ExerciseResult): string {
  const named = Object.entries({ score, maxScore, seed, engine, suite, lecture });
  return element(
    'properties',
    '',
    named.map(([name, value]) => element('property', attributes({ name, value }), [])),
  );
}

function testcase({ id }: ExerciseResult, check: CheckResult): string {
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
function outcomeHead({ message }: CheckResult, type: string | undefined): string {
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
}: CheckResult): string[] {
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

function counts(checks: readonly CheckResult[]): Record<'tests' | 'failures' | 'errors' | 'skipped', number> {
  const count = (wanted: Verdict): number => checks.filter(({ verdict }) => verdict === wanted).length;
  return { tests: checks.length, failures: count('fail'), errors: count('error'), skipped: count('skipped') };
}

function seconds(milliseconds: number | undefined): string | undefined {
  return milliseconds === undefined ? undefined : (milliseconds / 1000).toFixed(3);
}

import { exampleResult } from '../../result/example-result.js';
import type { CheckResult } from '../../result/index.js';
import { studentView, type StudentResult } from './student-view.js';
import { nextStep, pointsOf, summarise } from './summary.js';

const base = exampleResult.exercises[0]!.checks[0]!;
const visible = (verdict: CheckResult['verdict'], title = 'v'): CheckResult => ({ ...base, title, verdict });
const hidden = (verdict: CheckResult['verdict'], title = 'h'): CheckResult => ({
  ...visible(verdict, title),
  visibility: 'hidden',
});
const withExercises = (...exercises: CheckResult[][]): StudentResult => {
  const [first] = exampleResult.exercises;
  const all = exercises.map((checks, i) => ({
    ...first!,
    id: `0${i + 1}-x`,
    title: `X${i + 1}`,
    maxScore: 3,
    checks,
  }));
  return studentView({ ...exampleResult, exercises: all });
};
const withChecks = (...checks: CheckResult[]) => withExercises(checks);

test('all passed is said only when every check did', () => {
  expect(summarise(withChecks(visible('pass'), hidden('pass')))).toEqual({
    complete: true,
    headline: 'All 2 checks passed.',
    detail: '',
  });
});

test('where no hidden check ran, no more is said than that the visible ones passed', () => {
  expect(summarise(withChecks(visible('pass', 'a'), visible('pass', 'b')))).toEqual({
    complete: true,
    headline: 'All 2 visible checks passed.',
    detail: 'Hidden checks were not part of this run.',
  });
});

test.each(['fail', 'error', 'skipped'] as const)(
  'a hidden check with the verdict %s is never passed over',
  (verdict) => {
    const { complete, headline, detail } = summarise(withChecks(visible('pass'), hidden(verdict)));
    expect([complete, headline]).toEqual([false, '1 of 2 checks passed.']);
    expect(detail).toMatch(/^Every visible check passed, but hidden ones did not\. 1 check /);
  },
);

test('each kind of trouble is counted, hidden failures among them', () => {
  const checks = [
    visible('pass'),
    visible('fail'),
    hidden('fail'),
    hidden('fail'),
    visible('error'),
    visible('skipped'),
  ];
  expect(summarise(withChecks(...checks)).detail).toBe(
    '3 checks failed (2 of them hidden). 1 check could not be graded. 1 check did not run.',
  );
});

test('exercises that were not handed in are named, and their checks are not counted', () => {
  const none = [visible('skipped'), hidden('skipped')];
  expect(summarise(withExercises([visible('pass'), hidden('pass')], none, none))).toEqual({
    complete: true,
    headline: 'All 2 checks passed.',
    detail: '02 X2 and 03 X3 were not handed in (6 points).',
  });
  expect(summarise(withExercises(none))).toEqual({
    complete: false,
    headline: 'Nothing was checked.',
    detail: '01 X1 was not handed in (3 points).',
  });
});

test('a run without checks passed nothing', () => {
  expect(summarise(withChecks())).toEqual({ complete: false, headline: 'Nothing was checked.', detail: '' });
});

test('the next step is the first visible check that fails', () => {
  const result = withChecks(
    visible('error', 'a'),
    hidden('fail', 'b'),
    visible('fail', 'c'),
    visible('fail', 'd'),
  );
  expect(nextStep(result)?.check.title).toBe('c');
});

test('where only hidden checks fail, the next step is the first of them', () => {
  expect(nextStep(withChecks(visible('pass'), hidden('fail', 'b')))?.check.title).toBe('b');
});

test('there is no next step where no code can be mended', () => {
  expect(nextStep(withChecks(visible('pass'), visible('error'), visible('skipped')))).toBeUndefined();
});

test('points are told in words', () => {
  expect([pointsOf(0.5, 1), pointsOf(2.5, 4)]).toEqual(['0.5 of 1 point', '2.5 of 4 points']);
});

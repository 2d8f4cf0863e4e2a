import { exampleResult } from '../../result/example-result.js';
import type { CheckResult, Result } from '../../result/index.js';
import { exampleLecture } from '../page/example-lecture.js';
import { renderFeedback, renderJunit, studentView } from '../index.js';

const [exercise] = exampleResult.exercises;
const [visible, hidden] = exercise!.checks;
const notes = {
  startedAt: 'SECRET-START',
  milliseconds: { '01-bursty-tenants': 123_456_789 },
  sandbox: 'bubblewrap',
  warnings: ['SECRET-WARNING'],
} as const;

/** What students see of one check. */
function seenOf(check: CheckResult): CheckResult {
  return studentView({ ...exampleResult, exercises: [{ ...exercise!, checks: [check] }] }).exercises[0]!
    .checks[0]!;
}

test('a visible check is shown as it is', () => {
  expect(seenOf(visible!)).toEqual(visible);
});

test.each(['pass', 'fail', 'error', 'skipped'] as const)(
  'a hidden check (%s) gives away nothing but its idea',
  (verdict) => {
    const seen = seenOf({ ...hidden!, verdict });
    expect(JSON.stringify(seen)).not.toContain('SECRET');
    const { title, hint, moreHints } = hidden!;
    expect(seen).toMatchObject({ title, verdict, points: 0, maxPoints: 0.5, hint, moreHints });
    expect(Object.keys(seen)).not.toEqual(expect.arrayContaining(['location']));
  },
);

test('a hidden check without hints has none', () => {
  const { hint, moreHints, ...bare } = hidden!;
  expect([hint, moreHints]).not.toContain(undefined);
  expect(Object.keys(seenOf(bare)).filter((name) => /hint/i.test(name))).toEqual([]);
});

test('a field that nobody has thought of is not shown: of a result, an exercise, a hidden check', () => {
  const [first, ...others] = exampleResult.exercises;
  const later = { later: 'SECRET-LATER' };
  const checks = first!.checks.map((check) =>
    check.visibility === 'hidden' ? { ...check, ...later } : check,
  );
  const result = { ...exampleResult, ...later, exercises: [{ ...first!, ...later, checks }, ...others] };
  expect(JSON.stringify(studentView(result))).not.toContain('SECRET');
});

test('times and warnings of a run are on no page: hidden input decides how long a run takes', () => {
  const view = studentView(exampleResult, notes);
  expect(view.sandbox).toBe('bubblewrap');
  for (const text of [JSON.stringify(view), renderFeedback(view, exampleLecture), renderJunit(view)]) {
    expect(text).not.toMatch(/SECRET|123456789|123456\.8|123,?456/);
  }
});

test('the full record is no student view: the compiler refuses it', () => {
  const record: Result = exampleResult;
  // Each line must be an error for the type checker; it complains of a comment that is not needed.
  const refused = [
    // @ts-expect-error a whole record
    () => renderFeedback(record, exampleLecture),
    // @ts-expect-error a whole record
    () => renderJunit(record),
    // @ts-expect-error a view with a full record's exercises put in
    () => renderFeedback({ ...studentView(record), exercises: record.exercises }, exampleLecture),
  ];
  expect(refused).toHaveLength(3);
});

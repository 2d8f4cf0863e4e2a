import { exampleResult } from '../result/example-result.js';
import { toldToStudents } from './told.js';

const [visible, hidden] = exampleResult.exercises[0]!.checks;

test('a visible check is told as it is', () => {
  expect(toldToStudents(visible!)).toBe(visible);
});

test.each(['pass', 'fail', 'error', 'skipped'] as const)(
  'a hidden check (%s) gives away nothing but its idea',
  (verdict) => {
    const told = toldToStudents({ ...hidden!, verdict });
    expect(JSON.stringify(told)).not.toContain('SECRET');
    expect(told).toMatchObject({
      title: hidden!.title,
      verdict,
      points: 0,
      maxPoints: 0.5,
      hint: hidden!.hint,
    });
    expect(Object.keys(told)).not.toEqual(expect.arrayContaining(['location']));
  },
);

test('a hidden check without a hint has none', () => {
  const { hint, ...bare } = hidden!;
  expect(hint).toBeDefined();
  expect('hint' in toldToStudents(bare)).toBe(false);
});

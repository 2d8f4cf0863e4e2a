/** What is chosen for a regrade, and what it would change. */
import { exampleResult } from '../../result/example-result.js';
import type { Result } from '../../result/index.js';
import { changesAnything, difference, differenceLines } from './difference.js';
import { isSelected } from './select.js';
import { whatDiffers } from './what-differs.js';

test.each([
  ['everything', {}, true],
  [
    'a check of that exercise with that verdict',
    { exercises: ['08-trap-and-emulate'], checks: ['history'], verdicts: ['error'] },
    true,
  ],
  ['a check that has another verdict', { checks: ['history'], verdicts: ['fail'] }, false],
  ['a check of another exercise', { exercises: ['01-bursty-tenants'], checks: ['history'] }, false],
  [
    'a verdict that this exercise has not',
    { exercises: ['01-bursty-tenants'], verdicts: ['skipped'] },
    false,
  ],
  ['this student', { students: ['ada'] }, true],
  ['another student', { students: ['bob'], verdicts: ['pass'] }, false],
] as const)('%s: chosen or not', (_what, wanted, expected) => {
  expect(isSelected('ada', exampleResult, wanted)).toBe(expected);
});

test('a difference names each check whose verdict or points differ, and checks that are new or gone', () => {
  const [first, second] = exampleResult.exercises;
  const checks = second!.checks
    .filter(({ id }) => id !== 'two-guests')
    .map((check) =>
      check.id === 'interrupts-off' ? { ...check, verdict: 'pass' as const, points: 4 } : check,
    );
  const fresh = { ...checks[0]!, id: 'new', points: 1, verdict: 'pass' as const };
  const after: Result = {
    ...exampleResult,
    score: 11.5,
    maxScore: 14,
    exercises: [first!, { ...second!, checks: [...checks, fresh] }],
  };
  const change = difference(exampleResult, after);
  expect(differenceLines('ada', change)).toEqual([
    'ada: 7.5 of 15 → 11.5 of 14',
    '  08-trap-and-emulate/interrupts-off: fail 1 → pass 4',
    '  08-trap-and-emulate/two-guests: skipped 0 → not there',
    '  08-trap-and-emulate/new: not there → pass 1',
  ]);
  expect(changesAnything(change)).toBe(true);
  expect(changesAnything(difference(exampleResult, exampleResult))).toBe(false);
});

const grader = { suite: 'aaaa', engine: '0.1.0', seed: 1, lecture: 'l', exercises: ['01-bursty-tenants'] };

test.each([
  ['the seed alone', [grader], { ...grader, seed: 2 }, 'seed 1 → 2'],
  [
    'suites and seed, of several runs',
    [grader, { ...grader, seed: 2 }, { ...grader, suite: 'cccc' }],
    { ...grader, suite: 'bbbb', seed: 3 },
    'suites aaaa or cccc → bbbb, seed 1 or 2 → 3',
  ],
  [
    'another program',
    [grader],
    { ...grader, engine: '0.2.0', lecture: 'm' },
    'hyperlab 0.1.0 → 0.2.0, lecture l → m',
  ],
  [
    'the exercises',
    [grader],
    { ...grader, exercises: ['01-bursty-tenants', '08-trap-and-emulate'] },
    'exercises 01 → 01 08',
  ],
])('what differs between two gradings is said, and nothing else: %s', (_what, before, now, expected) => {
  expect(whatDiffers(before, now)).toBe(expected);
});

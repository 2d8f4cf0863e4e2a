/** The class at a glance: points, completion, sections, attempts, and who needs help. */
import type { Attempt } from '../../record/index.js';
import { exampleData } from '../data/example-data.js';
import { attemptsOverTime, completion, distribution, sectionState, whoNeedsHelp } from './index.js';

const attempt = (number: number, score: number, handedInAt?: string): Attempt => ({
  ...{ number, source: 'x', state: 'graded', score, maxScore: 4, gradings: [] },
  ...(handedInAt && { handedInAt }),
  exercises: [{ id: '08-trap-and-emulate', handedIn: true, score, maxScore: 4, failed: [] }],
});

const data = exampleData(
  { ada: 'pppp', alan: 'pfpp', grace: 'ffff', edsger: 'ssss', ken: 'pepp' },
  {},
  {
    ada: { attempts: [attempt(1, 2, '2026-11-01T23:59:00.000Z'), attempt(2, 4, '2026-11-03T00:00:00.000Z')] },
    alan: { attempts: [attempt(1, 4, '2026-11-03T09:00:00.000Z'), attempt(2, 3)] },
    edsger: { state: 'missing' },
  },
);

test('points fall into ten parts, with the full score and more in the last one', () => {
  expect(distribution(data)).toEqual([2, 0, 0, 0, 0, 0, 0, 2, 0, 1]);
  const generous = exampleData({ ada: 'pppp' }, {}, { ada: { total: 5 } });
  expect(distribution(generous)[9]).toBe(1);
});

test('completion tells all, some, nothing and not handed in apart', () => {
  expect(completion(data)).toEqual([
    {
      exercise: '08-trap-and-emulate',
      title: 'Trap and emulate',
      all: 1,
      some: 2,
      nothing: 1,
      notHandedIn: 1,
    },
  ]);
});

test('a section is passed only where all of it is, and an error is never a pass', () => {
  const states = data.students.map((student) => sectionState(data, student, 'full-virtualization'));
  expect(states).toEqual([
    { share: 1, verdict: 'pass' },
    { share: 0.75, verdict: 'fail' },
    { share: 0, verdict: 'fail' },
    { share: undefined, verdict: 'none' },
    { share: 0.75, verdict: 'error' },
  ]);
});

test('attempts are counted by day in UTC, and those without a time are told apart', () => {
  const { periods, untimed, byNumber, days } = attemptsOverTime(data);
  expect(periods).toEqual([
    { from: '2026-11-01', attempts: 1, share: 0.5 },
    { from: '2026-11-02', attempts: 0, share: undefined },
    { from: '2026-11-03', attempts: 2, share: 1 },
  ]);
  expect({ untimed, days }).toEqual({ untimed: 1, days: 1 });
  expect(byNumber.map(({ graded, share }) => [graded, share])).toEqual([
    [2, 0.75],
    [2, 0.875],
  ]);
});

test('a wrong year makes neither thousands of bars nor loses an attempt', () => {
  const far = exampleData(
    { ada: 'pppp' },
    {},
    {
      ada: {
        attempts: [attempt(1, 1, '1970-01-01T00:00:00.000Z'), attempt(2, 4, '2026-11-03T00:00:00.000Z')],
      },
    },
  );
  const { periods, days } = attemptsOverTime(far);
  expect(days).toBe(7);
  expect(periods.length).toBeLessThanOrEqual(60);
  expect(periods.reduce((sum, { attempts }) => sum + attempts, 0)).toBe(2);
  expect(periods.at(-1)!.attempts).toBe(1);
});

test('who needs help is told with reasons that can be read', () => {
  const help = whoNeedsHelp(data).map(({ student, reasons }) => [student.student.key, reasons]);
  expect(help).toEqual([
    ['grace', ['in the lowest fifth, with less than half of the points', 'no check passes in 08']],
    ['edsger', ['handed nothing in', 'in the lowest fifth, with less than half of the points']],
    ['alan', ['the last attempt lost points']],
  ]);
});

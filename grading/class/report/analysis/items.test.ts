import { exampleData } from '../data/example-data.js';
import { analyseItems, handedInWork, type Item } from './items.js';

function itemsOf(letters: Readonly<Record<string, string>>): Item[] {
  const data = exampleData(letters);
  return analyseItems(data.exercises[0]!, handedInWork(data, '08-trap-and-emulate'));
}

/** Twelve students: the stronger they are, the more checks pass, but for the last, which is the other way round. */
const twelve = Object.fromEntries(
  Array.from({ length: 12 }, (_, rank) => [
    `s${rank}`,
    [...[1, 4, 7, 9].map((needed) => (rank >= needed ? 'p' : 'f')), rank < 6 ? 'p' : 'f'].join(''),
  ]),
);

test('difficulty is the share of the points, and counts only those who handed in', () => {
  const items = itemsOf({ ...twelve, nobody: 'sssss' });
  expect(items.map(({ count }) => count)).toEqual([12, 12, 12, 12, 12]);
  expect(items.map(({ difficulty }) => difficulty)).toEqual([11 / 12, 8 / 12, 5 / 12, 3 / 12, 6 / 12]);
});

test('a check that the strong fail has a negative discrimination, and is to be looked at', () => {
  const items = itemsOf(twelve);
  expect(items[1]!.discrimination).toBeGreaterThan(0.3);
  expect(items[4]!.discrimination).toBeLessThan(-0.3);
  expect(items[4]!.remark).toBe('those who do well elsewhere fail it: look at the check');
  expect(items[1]!.remark).toBe('');
});

test('discrimination leaves the check out of its own total', () => {
  // The check decides alone: with itself in the total, r would be 1. The others are the same for all.
  const same = Object.fromEntries(
    Array.from({ length: 12 }, (_, rank) => [`s${rank}`, rank < 6 ? 'pp' : 'pf']),
  );
  expect(itemsOf(same)[1]!.discrimination).toBeUndefined();
  expect(itemsOf(same)[1]!.upperLower).toBeUndefined();
});

test('D compares the upper and the lower 27 % by the points of the other checks', () => {
  const rows = Object.fromEntries(
    Array.from({ length: 12 }, (_, rank) => [
      `s${rank}`,
      [1, 2, 4, 6, 8, 10].map((needed) => (rank >= needed ? 'p' : 'f')).join('') +
        (rank >= 8 || rank === 1 ? 'p' : 'f'),
    ]),
  );
  // Three each: of the lower one has it, of the upper all. Rank 2 has as much elsewhere as rank 3 and stays with it.
  expect(itemsOf(rows)[6]!.upperLower).toBeCloseTo(1 - 1 / 4);
});

test("the grader's fault is left out, and what was skipped earned nothing", () => {
  const [item] = itemsOf({ a: 'pp', b: 'ep', c: 'sp', d: 'fp' });
  expect(item).toEqual(
    expect.objectContaining({ count: 3, passed: 1, failed: 1, skipped: 1, errors: 1, difficulty: 1 / 3 }),
  );
  expect(item!.remark).toContain('the grader failed here');
});

test('of few students nothing is said of how a check tells them apart', () => {
  const [item] = itemsOf({ a: 'pp', b: 'ff', c: 'pp' });
  expect([item!.discrimination, item!.upperLower]).toEqual([undefined, undefined]);
});

test('the fifths go from the weakest to the strongest', () => {
  expect(itemsOf(twelve)[2]!.fifths[0]).toBe(0);
  expect(itemsOf(twelve)[2]!.fifths[4]).toBe(1);
});

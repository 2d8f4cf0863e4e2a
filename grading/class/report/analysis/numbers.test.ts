import { correlation, median, rankGroups } from './numbers.js';

test('the correlation of a line is 1 or −1, and there is none where one side is the same for all', () => {
  const line = [1, 2, 3, 4].map((x) => [x, 2 * x + 1] as const);
  expect(correlation(line)).toBeCloseTo(1);
  expect(correlation(line.map(([x, y]) => [x, -y] as const))).toBeCloseTo(-1);
  expect(correlation(line.map(([x]) => [x, 0.1] as const))).toBeUndefined();
  expect(correlation([])).toBeUndefined();
});

test('a point-biserial correlation is as a textbook computes it by hand', () => {
  // Those with 1 have a mean of 8, those with 0 one of 4; all have a standard deviation of √5.5.
  const pairs = [
    [1, 6],
    [1, 8],
    [1, 10],
    [0, 2],
    [0, 4],
    [0, 6],
  ] as const;
  const deviation = Math.sqrt(pairs.reduce((sum, [, y]) => sum + (y - 6) ** 2, 0) / 6);
  expect(correlation(pairs)).toBeCloseTo(((8 - 4) / deviation) * Math.sqrt(0.25));
});

test('the median lies in the middle, or between the two there', () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2]), median([])]).toEqual([2, 2.5, undefined]);
});

test('equal values never fall into different fifths', () => {
  expect(rankGroups([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5)).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
  expect(rankGroups([7, 7, 7, 7, 1, 9], 5)).toEqual([2, 2, 2, 2, 0, 4]);
  expect(rankGroups([5, 5, 5], 5)).toEqual([2, 2, 2]);
  expect(rankGroups([], 5)).toEqual([]);
});

/** The measurements of exercise 15 take one machine in turn: none may show in the next. */
import { countMisses, FIRST_FRAME, KERNEL_FRAMES, type Sweep } from './measure.js';

const cache = { bytes: 8192, ways: 1, lineBytes: 64 }; // two colours
const other = { ...cache, ways: 2 };
const LINES = 4096 / cache.lineBytes;
const frame = (number: number) => FIRST_FRAME + KERNEL_FRAMES + number;
const both: Sweep = { table: 0, firstPage: 0, pages: 2, stride: 1 };
const two = (first: number, second: number) => [
  new Map([
    [0, frame(first)],
    [1, frame(second)],
  ]),
];

test('a measurement comes to the same whatever was measured before', () => {
  const fresh = [
    countMisses(cache, two(0, 1), 3, [both]),
    countMisses(other, two(0, 2), 3, [both]),
    countMisses(cache, two(0, 2), 3, [both]),
  ];
  expect(fresh).toEqual([2 * LINES, 2 * LINES, 6 * LINES]);
  expect(countMisses(cache, two(0, 2), 3, [both])).toBe(6 * LINES); // the lines of the one before are forgotten
  expect(countMisses(cache, two(0, 1), 3, [both])).toBe(2 * LINES); // its page table too
});

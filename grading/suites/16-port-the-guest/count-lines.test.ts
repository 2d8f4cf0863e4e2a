import { changedLines } from './count-lines.js';

const original = ['a', 'b', 'c', 'd', 'e'];
const count = (text: string) => changedLines(original, [...text]).lines;

test.each([
  ['abcde', 0, 'the same'],
  ['abXde', 1, 'one changed'],
  ['abXcde', 1, 'one added'],
  ['abde', 0, 'one taken away'],
  ['abXYde', 2, 'one changed and one added'],
  ['Xabcde', 1, 'one added at the start'],
  ['abcdeX', 1, 'one added at the end'],
  ['abdce', 1, 'two that changed places'],
  ['aabcde', 1, 'one that stands there twice'],
  ['', 0, 'nothing is left'],
  ['XYZ', 3, 'all others'],
])('%s has %i changed lines: %s', (text, lines) => {
  expect(count(text)).toBe(lines);
});

test('spaces at the end of a line change nothing, and the lines are shown with their numbers', () => {
  expect(changedLines(['a', 'b'], ['a  ', '  X', 'b'])).toEqual({ lines: 1, of: 2, shown: ['2: X'] });
});

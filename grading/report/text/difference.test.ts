import fc from 'fast-check';
import { difference, plainLines, type Line } from './difference.js';

const textOf = (lines: readonly Line[]) =>
  lines.map((line) => line.before + line.changed + line.after).join('\n');
const changedIn = (lines: readonly Line[]) =>
  lines.filter((line) => line.differs).map((line) => line.changed);

test('no character is lost or added, whatever the texts are', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'b', '\n', ' ') }),
      fc.string({ unit: 'binary' }),
      (a, b) => {
        const { expected, actual } = difference(a, b);
        expect([textOf(expected), textOf(actual)]).toEqual([a, b]);
      },
    ),
    { seed: 1 },
  );
});

test('equal texts have no marks', () => {
  const { expected, actual } = difference('a\nb', 'a\nb');
  expect([...expected, ...actual].some((line) => line.differs)).toBe(false);
});

test('in lines that pair up, only the characters that differ are marked', () => {
  const { expected, actual } = difference('a\nsip 0\nb\nn 10\nc', 'a\nsip 32\nb\nn 17\nc');
  expect([changedIn(expected), changedIn(actual)]).toEqual([
    ['0', '0'],
    ['32', '7'],
  ]);
});

test('lines that only one side has are marked whole', () => {
  const { expected, actual } = difference('a\nb\nc', 'a\nc');
  expect([changedIn(expected), changedIn(actual)]).toEqual([['b'], []]);
});

test('a difference in spaces alone is marked', () => {
  expect(changedIn(difference('a b', 'a  b').actual)).toEqual([' ']);
});

test('a mark never cuts a character in half', () => {
  const { expected, actual } = difference('👍', '👎');
  expect([changedIn(expected), changedIn(actual)]).toEqual([['👍'], ['👎']]);
});

test('a text on its own has no marks', () => {
  expect(plainLines('a\n b')).toEqual([
    { differs: false, before: 'a', changed: '', after: '' },
    { differs: false, before: ' b', changed: '', after: '' },
  ]);
});

import { assemble } from '../index.js';

/** The value of an expression, as a .word holds it. */
function valueOf(expression: string, before = '', after = ''): number {
  const { segments } = assemble(`${before}\n.data\n.word ${expression}\n.text\n${after}`).image;
  const data = segments.at(-1);
  return new DataView(data?.bytes.buffer ?? new ArrayBuffer(0)).getUint32(0, true);
}

const expressions = [
  ['0x10 + 0b101 + 017 + 9', 16 + 5 + 15 + 9],
  ['2 * 3 + 4', 10],
  ['2 * (3 + 4)', 14],
  ['10 - 4 - 3', 3],
  ['7 / 2', 3],
  ['-7 / 2', 0xffff_fffd],
  ['-7 % 3', 0xffff_ffff],
  ['1 << 31', 0x8000_0000],
  ['0x80000000 >> 4', 0x0800_0000],
  ['1 << 64', 0],
  ['1 >> 64', 0],
  ['0xff & 0x0f', 0x0f],
  ['1 ^ 3', 2],
  ['~0', 0xffff_ffff],
  ['- -5', 5],
  ['+5', 5],
  ['!0 + !7', 1],
  ["'a'", 0x61],
  ["'\\n'", 10],
  ["'\\''", 0x27],
  ["'\\101'", 0x41],
  ["'a + 1", 0x62],
  ["';' + '#'", 0x3b + 0x23],
] as const;

test.each(expressions)('%s has the value %d', (expression, value) => {
  expect(valueOf(expression)).toBe(value);
});

test('the precedence is that of GNU as, not that of C', () => {
  expect(valueOf('1 << 3 + 1')).toBe(9);
  expect(valueOf('10 - 4 | 1')).toBe(5);
  expect(valueOf('7 & 3 + 1')).toBe(4);
});

test('a symbol may be defined after it is used', () => {
  expect(valueOf('late * 2', '', 'late = 21')).toBe(42);
});

test('a symbol that is set again has at each use the value that was set before it', () => {
  const { listing } = assemble('.set x, 1\nli a0, x\n.set x, x + 1\nli a1, x');
  expect(listing.map(({ word }) => word >>> 20)).toEqual([1, 2]);
});

test('symbols defined through each other many times are evaluated once each', () => {
  const chain = Array.from({ length: 150 }, (_, n) => `s${n} = s${n + 1} + s${n + 1}`).join('\n');
  expect(valueOf('s0', chain, 's150 = 0')).toBe(0);
});

test('labels may be subtracted, even across sections, and combined when the addresses are known', () => {
  expect(valueOf('here - start', 'start: nop', 'here:')).toBe(4);
  expect(valueOf('start >> 28', 'start: nop')).toBe(8);
});

test('a dot is the place where it stands', () => {
  const { segments } = assemble('nop\n.word ., . - 4').image;
  expect([...(segments[0]?.bytes ?? [])].slice(4)).toEqual([4, 0, 0, 0x80, 4, 0, 0, 0x80]);
});

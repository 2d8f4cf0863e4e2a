import fc from 'fast-check';
import { digest } from './digest.js';

/** FNV-1a as Fowler, Noll and Vo wrote it down: byte by byte. */
function byteByByte(bytes: Uint8Array): string {
  let hash = 0x811c_9dc5;
  for (const byte of bytes) {
    hash = Math.imul(hash ^ byte, 0x0100_0193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}

test.each([
  ['', '811c9dc5'],
  ['a', 'e40c292c'],
  ['foobar', 'bf9cf968'],
])('of %j it is %s, as its authors publish', (text, expected) => {
  expect(digest([Uint8Array.from(text, (letter) => letter.charCodeAt(0))])).toBe(expected);
});

test('wherever zeros stand, and wherever the bytes begin, it is what byte by byte gives', () => {
  const run = fc.record({ byte: fc.constantFrom(0, 0, 1, 0xff), length: fc.nat(40) });
  fc.assert(
    fc.property(fc.array(run), fc.nat(3), (runs, start) => {
      const all = Uint8Array.from(runs.flatMap(({ byte, length }) => Array<number>(length).fill(byte)));
      const bytes = all.subarray(Math.min(start, all.length));
      expect(digest([bytes])).toBe(byteByByte(bytes));
      const middle = Math.floor(bytes.length / 2);
      expect(digest([bytes.subarray(0, middle), bytes.subarray(middle)])).toBe(byteByByte(bytes));
    }),
  );
});

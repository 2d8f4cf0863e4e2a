import fc from 'fast-check';
import { copyPlain } from '../inside/copy-plain.js';
import { writeInLine, writeValue } from './write-value.js';

class Frame {
  number = 3;
}

const circle: unknown[] = [1];
circle.push(circle);
const sparse: unknown[] = [1];
sparse[3] = 2;
sparse.length = 2 ** 32 - 1;
const revoked = Proxy.revocable({}, {});
revoked.revoke();
const throws = () => {
  throw new Error('no');
};

const written: readonly (readonly [value: unknown, text: string])[] = [
  ['a "b"', '"a \\"b\\""'],
  [-0, '-0'],
  [NaN, 'NaN'],
  [5n, '5n'],
  [10n ** 5000n, 'a bigint of more than 300 digits'],
  [undefined, 'undefined'],
  [Symbol('s'), 'Symbol(s)'],
  [throws, '[function]'],
  [[1, , 3], '[1, <1 empty item>, 3]'],
  [sparse, `[1, <2 empty items>, 2, <${2 ** 32 - 5} empty items>]`],
  [{ a: 1, 'b c': [null] }, '{ a: 1, "b c": [null] }'],
  [{}, '{}'],
  [[], '[]'],
  [new Map<unknown, unknown>([[1, 'a'], [{ x: 1 }, new Set([2])]]), 'Map(2) { 1 => "a", { x: 1 } => Set(1) { 2 } }'],
  [new Map(), 'Map(0) {}'],
  [new Set([-0, 'b']), 'Set(2) { 0, "b" }'],
  [new Date(0), '1970-01-01T00:00:00.000Z'],
  [new Date(NaN), 'Invalid Date'],
  [/a+/gi, '/a+/gi'],
  [new Uint8Array([1, 2]), 'Uint8Array(2) [1, 2]'],
  [new ArrayBuffer(8), 'ArrayBuffer(8)'],
  [new TypeError('no'), 'TypeError: no'],
  [new Error(''), 'Error'],
  [Object.assign(new Error('x'), { name: 5, message: {} }), 'Error: (its message is no text)'],
  [Promise.resolve(1), 'Promise {}'],
  [new Frame(), 'Frame { number: 3 }'],
  [Object.create(null), '{}'],
  [circle, '[1, [circular]]'],
  [{ get a(): number { throw new Error('no'); } }, '{ a: [getter] }'],
  [new Proxy({}, { ownKeys: throws }), '[unreadable]'],
  [{ a: revoked.proxy }, '{ a: [unreadable] }'],
  [new Proxy([1, 2], { ownKeys: throws }), '[1, 2]'], // a full array may be long: it is not asked for all its keys
  [[[[[[[[1]]]]]]], '[[[[[[[… nested deeper]]]]]]]'],
]; // prettier-ignore

// By their texts: Jest would write the values themselves into the titles, four milliards of empty items included.
test.each(written.map(([value, text], index) => [index, text, () => value] as const))(
  'value %i is written %s',
  (_index, text, value) => {
    expect(writeInLine(value())).toBe(text);
  },
);

test('what does not fit on a line is spread over several, as deep as needed', () => {
  const row = (n: number) => ({ frame: n, owner: 'a virtual machine' });
  expect(writeValue({ answer: true, rows: [row(1), row(2)], rest: [] })).toBe(`{
  answer: true,
  rows: [
    { frame: 1, owner: "a virtual machine" },
    { frame: 2, owner: "a virtual machine" }
  ],
  rest: []
}`);
});

test.each<[string, unknown, RegExp]>([
  ['a long array', Array.from({ length: 100_000 }, (_, i) => i), /^\[\n {2}0,.*… 99\d\d\d more\n\]$/s],
  ['a wide object', Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${i}`, i])), /… \d+ more/],
  ['a long text', ['x'.repeat(1e6)], /and 999800 more characters/],
  ['a typed array', new Uint8Array(5000), /^Uint8Array\(5000\) \[\n {2}0,.* … 4\d\d\d more\n\]$/s],
  ['an error', Object.assign(new Error('m'.repeat(1e6)), { name: 'N'.repeat(1e6) }), /^N+: m+$/],
  ['a long map', new Map(Array.from({ length: 5000 }, (_, i) => [i, i])), /^Map\(5000\) .*… \d+ more/s],
])('of %s only the beginning is written', (_what, value, words) => {
  const text = writeValue(value);
  expect(text).toMatch(words);
  expect(text.length).toBeLessThan(40_000);
});

test('plain data is written as code that means the same', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
      expect(eval(`(${writeValue(value)})`)).toEqual(value);
    }),
    { seed: 1 },
  );
});

test('nothing that a value does makes writing it throw', () => {
  const anything = fc.anything({ withDate: true, withMap: true, withSet: true, withTypedArray: true, withSparseArray: true, withBigInt: true, withObjectString: true, withNullPrototype: true }); // prettier-ignore
  fc.assert(
    fc.property(anything, (value) => expect(typeof writeValue(value)).toBe('string')),
    { seed: 1 },
  );
});

test.each([[new Map([[1, 2]])], [new Set([1])], [new Date(0)], [/a/], [new Uint8Array(2)], [5n], [Promise.resolve()], [new Error('no')]])(
  'handing back %p is refused with its name: JSON would lose what it holds',
  (value) => {
    expect(() => copyPlain({ a: value })).toThrow(`the result holds ${writeInLine(value)}; only numbers`);
  },
); // prettier-ignore

import fc from 'fast-check';
import { plainlyEqual } from './plainly-equal.js';

/** What Jest says. */
function jestSaysEqual(a: unknown, b: unknown): boolean {
  try {
    expect(a).toEqual(b);
    return true;
  } catch {
    return false;
  }
}

/** The same plain data twice. */
const twice = fc.clone(fc.jsonValue({ maxDepth: 4 }), 2);
/** All sorts of values, far beyond what comes from a rig. */
const anything = fc.anything({
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withSparseArray: true,
});

test('a copy of plain data is equal', () => {
  fc.assert(fc.property(twice, ([value, copy]) => expect(plainlyEqual(value, copy)).toBe(true)));
});

test('it never says yes where Jest says no', () => {
  const pairs = fc.oneof(
    fc.tuple(anything, anything),
    fc.tuple(
      fc.dictionary(fc.constantFrom('a', 'b'), anything),
      fc.dictionary(fc.constantFrom('a', 'b'), anything),
    ),
    twice,
  );
  fc.assert(
    fc.property(pairs, ([a, b]) => !plainlyEqual(a, b) || jestSaysEqual(a, b)),
    { numRuns: 1000 },
  );
});

const circle: unknown[] = [];
circle.push(circle);
const otherCircle: unknown[] = [];
otherCircle.push(otherCircle);

test.each<[string, unknown, unknown]>([
  ['a zero of another sign', 0, -0],
  ['a field less', { a: 1, b: undefined }, { a: 1 }],
  ['another order', [1, 2], [2, 1]],
  ['a hole and a value', [1, undefined], Object.assign([1], { length: 2 })],
  ['a length that is a field', [], { length: 0 }],
  ['an asymmetric matcher', { a: 1 }, { a: expect.any(Number) as number }],
  ['a symbol', { a: 1 }, { a: 1, [Symbol.for('s')]: 1 }],
  ['an error', new Error('x'), new Error('x')],
  ['a map', new Map(), new Map()],
  ['circles', circle, otherCircle],
])('%s is not for it to judge', (_what, a, b) => {
  expect(plainlyEqual(a, b)).toBe(false);
});

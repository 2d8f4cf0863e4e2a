import fc from 'fast-check';
import { CallFailed } from '../rig/client.js';
import type { RigFailure } from '../rig/both-sides/index.js';
import { claim } from './claim.js';
import { explain, explainSyntax } from './explain.js';

const part = {
  ok: true,
  file: '02-frame-allocator/allocator.ts',
  exportName: 'createFrameAllocator',
  script: '',
  map: '{"version":3,"sources":["allocator.ts"],"names":[],"mappings":"AAAA;AAIE"}',
} as const;

/** What `body` throws. */
async function thrownBy(body: () => unknown): Promise<unknown> {
  try {
    await body();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

async function explained(body: () => unknown) {
  return explain(await thrownBy(body), part);
}

const failed = (failure: RigFailure) => explain(new CallFailed(failure, ''), part);

test('a failed claim tells what was looked at, what was expected and what came', async () => {
  expect(await explained(() => claim('the number of free frames', 3).toBe(4))).toEqual({
    verdict: 'fail',
    message: 'Not what it should be: the number of free frames.',
    expected: '4',
    actual: '3',
  });
});

test('an answer far too long is told by its length, in no time', async () => {
  const actual = Array.from({ length: 90_000 }, (_, i) => ({ i }));
  expect(await explained(() => claim('the trace', actual).toEqual([]))).toEqual({
    verdict: 'fail',
    message: 'Not what it should be: the trace.',
    expected: 'at most 20000 values or lines',
    actual: 'a list of 90000',
  });
});

test('a bound is told with its direction', async () => {
  expect(await explained(() => claim('the capacity', 9).toBeGreaterThanOrEqual(16))).toMatchObject({
    expected: '>= 16',
    actual: '9',
  });
});

test('a negated claim is a claim too', async () => {
  expect(await explained(() => claim('the owner', 1).not.toBe(1))).toMatchObject({
    message: 'Not what it should be: the owner.',
    expected: 'not 1',
  });
});

test('a plain expectation of Jest is told in its own words', async () => {
  expect(await explained(() => expect(1).toBe(2))).toMatchObject({
    verdict: 'fail',
    expected: '2',
    actual: '1',
  });
});

test('what has no claim is told without the words of Jest', async () => {
  const { message, expected } = await explained(() => expect({ a: 1 }).toMatchObject({ a: 2 }));
  expect(`${message} ${expected ?? ''}`).not.toMatch(/received|expect\(|Object \{/);
});

test.each<[expected: string, body: () => void]>([
  ['{ a: 2 }', () => claim('it', {}).toEqual({ a: 2 })],
  ['at least { a: 2 }', () => claim('it', {}).toMatchObject({ a: 2 })],
  ['> 5', () => claim('it', 5).toBeGreaterThan(5)],
  ['something that contains "x"', () => claim('it', ['y']).toContain('x')],
  ['a text that matches /x+/', () => claim('it', 'y').toMatch(/x+/)],
  ['a text that contains "x"', () => claim('it', 'y').toMatch('x')],
  ['a length of 2', () => claim('it', []).toHaveLength(2)],
  ['a property a.b that is 1', () => claim('it', {}).toHaveProperty('a.b', 1)],
  ['undefined', () => claim('it', 1).toBeUndefined()],
  ['not undefined', () => claim('it', undefined).not.toBeUndefined()],
  ['not at least { a: 1 }', () => claim('it', { a: 1 }).not.toMatchObject({ a: 1 })],
  ['{ a: Any<Number> }', () => claim('it', {}).toEqual({ a: expect.any(Number) as number })],
])('what was expected is told in words: %s', async (expected, body) => {
  expect(await explained(body)).toMatchObject({ message: 'Not what it should be: it.', expected });
});

test.each<[actual: string, value: unknown]>([
  ['NaN', NaN],
  ['-0', -0],
  ['5n', 5n],
  ['undefined', undefined],
  ['[undefined, NaN]', [undefined, NaN]],
  ['Map(1) { 1 => 2 }', new Map([[1, 2]])],
  ['Set(1) { 1 }', new Set([1])],
])('a value is written as in code: %s', async (actual, value) => {
  expect(await explained(() => claim('it', value).toEqual({ other: true }))).toMatchObject({ actual });
});

test.each<[what: string, value: unknown, actual: RegExp]>([
  ['lines', '\n'.repeat(1 << 22), /^"(\\n){200}" … \(4194304 characters\)$/],
  ['lines in a list', ['\n'.repeat(1 << 22)], /^a list of 1$/],
  ['one long line', 'x'.repeat(1 << 22), /^"x{200}" … \(4194304 characters\)$/],
  ['values', { list: Array.from({ length: 30_000 }, (_, n) => n) }, /^more than 20000 values$/],
])('far too many %s are told at once, without a comparison', async (_what, value, actual) => {
  const told = await explained(() => claim('it', value).toEqual('\n'.repeat((1 << 22) - 1)));
  expect(told).toMatchObject({ verdict: 'fail', expected: 'at most 20000 values or lines' });
  expect(told.actual).toMatch(actual);
});

test('long values are cut', async () => {
  const { actual } = await explained(() => claim('the console', 'x'.repeat(10_000)).toBe(''));
  expect(actual!.length).toBeLessThan(5000);
  expect(actual).toMatch(/more characters\)$/);
});

test('of a property that fast-check shrank, the failed claim inside is told', async () => {
  const property = fc.property(fc.nat(), (n) => {
    claim(`the answer for ${n}`, n).toBeLessThan(10);
  });
  expect(await explained(() => fc.assert(property, { seed: 1 }))).toMatchObject({
    message: 'Not what it should be: the answer for 10.',
    actual: '10',
  });
});

test('a part that threw is told with the line of its own file', () => {
  expect(failed({ kind: 'threw', message: 'TypeError: no', position: { line: 2, column: 1 } })).toEqual({
    verdict: 'fail',
    message: 'Your code threw TypeError: no (02-frame-allocator/allocator.ts, line 5)',
    location: { file: part.file, line: 5, column: 3 },
  });
});

test('an endless loop is told with the line that the meter counted', () => {
  expect(failed({ kind: 'endless', message: 'it was still running', sourceLine: 12 })).toMatchObject({
    message:
      'Your code does not come to an end: it was still running (02-frame-allocator/allocator.ts, line 12)',
    location: { line: 12 },
  });
});

test.each([
  ['missing', 'emulate', /exports no 'emulate'/],
  ['nonsense', 'it returned 7', /unusable: it returned 7/],
] as const)('a part whose result is %s fails', (kind, message, words) => {
  const explanation = failed({ kind, message });
  expect(explanation.verdict).toBe('fail');
  expect(explanation.message).toMatch(words);
});

test.each(['time', 'memory', 'output', 'exit'] as const)(
  'a process that ended by its %s is a fail with a reason',
  (reason) => {
    const explanation = explain(new CallFailed({ kind: 'died', reason, message: '' }, ''), part);
    expect(explanation).toEqual({
      verdict: 'fail',
      message: expect.stringMatching(/^Your code .*\.$/) as string,
    });
  },
);

test('a mistake of the rig or of the suite is our error, not a fail', async () => {
  expect(failed({ kind: 'rig', message: 'oops' })).toMatchObject({ verdict: 'error' });
  expect(await explained(() => (undefined as never as { x: number }).x)).toMatchObject({ verdict: 'error' });
  expect(explain('just text', part)).toMatchObject({ verdict: 'error' });
});

test('a part that does not compile fails with its first error and place', () => {
  const errors = [{ file: 'a.ts', line: 3, column: 7, message: "')' expected." }];
  expect(explainSyntax({ ok: false, file: 'a.ts', errors })).toEqual({
    verdict: 'fail',
    message: "Your code cannot be run: ')' expected. (a.ts, line 3)",
    location: { file: 'a.ts', line: 3, column: 7 },
  });
  expect(explainSyntax({ ok: false, file: 'a.ts', errors: [] })).toMatchObject({ verdict: 'error' });
});

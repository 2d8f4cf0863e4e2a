import { runInNewContext } from 'node:vm';
import { compilePart } from './compile-part.js';
import { mapPosition } from './index.js';
import { compileText, namesForParts, runText } from './run-script.js';

const request = { id: 3, exercise: '08-trap-and-emulate', file: 'emulate.ts' };
const errorsOf = (text: string) => {
  const reply = compilePart({ ...request, text }, namesForParts);
  return reply.ok ? [] : reply.errors;
};

test('a part becomes one function expression, with its map and the number of the request', () => {
  const { id, ok, script, map } = compileText('export const x = 1;');
  expect({ id, ok }).toEqual({ id: 7, ok: true });
  expect(script).toBe(
    '(function (__layers, __exports, __meter) { "use strict"; (function () {\nconst x = 1;\n__exports["x"] = x;\n})(); })',
  );
  expect(JSON.parse(map)).toMatchObject({ version: 3, sources: ['08-trap-and-emulate/emulate.ts'] });
});

test('the same text gives the same bytes', () => {
  const text = 'export const f = (a = 1) => { for (;;) a++; };';
  expect(compileText(text)).toEqual(compileText(text));
});

test('what is thrown is told at the student’s own line and column, through all that was put in', () => {
  const text = [
    "import { type Mnemonic } from '../../src/machine/index.js';",
    '// a comment',
    'interface B { b: Mnemonic }',
    'export const f = (b?: B) => {',
    '  for (const x of [1, 2]) {',
    "    if (x === 2) throw new Error('here');",
    '  }',
    '};',
    'export const g = () => (null as any).field;',
    'export const h = () => h();',
  ].join('\n');
  expect(placeOf(text, 'f')).toEqual({ line: 6, column: 24 });
  expect(placeOf(text, 'g')).toMatchObject({ line: 9 });
});

test('a stack that overflows in the meter is told at the function that called it', () => {
  const { script, map } = compileText('\n\nexport const f = () => 1;');
  const line = script.split('\n').findIndex((text) => text.includes('__meter(3)')) + 1;
  const column = script.split('\n')[line - 1]!.indexOf('__meter(3)') + 1;
  expect(mapPosition(map, line, column)).toEqual({ line: 3, column: 18 });
});

test('the script’s own wrapping stands nowhere in the student’s file', () => {
  expect(mapPosition(compileText('export const x = 1;').map, 1, 1)).toBeUndefined();
});

test('a syntax error is told in TypeScript’s words, at its place', () => {
  expect(errorsOf('const a = 1;\nconst b = ;\n')).toEqual([
    { file: '08-trap-and-emulate/emulate.ts', line: 2, column: 11, message: 'Expression expected.' },
  ]);
  expect(errorsOf('let = ]['.repeat(100))).toHaveLength(20);
});

test.each([
  ['let a = 1;\n  let a = 2;', 2, 7, "Identifier 'a' has already been declared"],
  ['const f = () => {\n  break;\n};', 2, 3, 'Illegal break statement'],
  ['with (1) {}', 1, 1, 'Strict mode code may not include a with statement'],
  ['const x = 1;\nexport class A {\n  static { await; }\n}', 3, 12, ''],
])('what only the engine finds is told too: %j', (text, line, column, message) => {
  const [first] = errorsOf(text);
  expect(first).toMatchObject({ line });
  expect(Math.abs(first!.column - column)).toBeLessThan(8);
  expect(first!.message).toContain(message);
});

test('parts run in strict mode', () => {
  expect(() => runText('(undeclared as any) = 1;')).toThrow('undeclared is not defined');
});

const half = 128 * 1024 - 20;
test.each([
  ['brackets', `export const x = ${'('.repeat(half)}1${')'.repeat(half)};`],
  ['open brackets', '['.repeat(2 * half)],
  ['braces', '{'.repeat(half) + '}'.repeat(half)],
  ['templates', `export const x = ${'`${'.repeat(half / 2)}1${'}`'.repeat(half / 2)};`],
  ['generics', `type X = ${'A<'.repeat(half / 2)}1${'>'.repeat(half / 2)};`],
  ['arrows', `export const x = ${'(a)=>'.repeat(half / 3)}1;`],
  ['members', `export const x = a${'.a'.repeat(half)};`],
  ['operators', `export const x = ${'1+'.repeat(half)}1;`],
  ['else', `${'if(a){}else '.repeat(half / 6)};`],
])('a file of nothing but nested %s is refused, and the next file is read as ever', (_, text) => {
  expect(errorsOf(text)).toEqual([
    expect.objectContaining({ message: expect.stringMatching(/nested too deeply/) as unknown }),
  ]);
  expect(
    runText('export const x = ((a) => (b: number) => a ? (b) : (c: number) => c)(1)(2);').exports,
  ).toEqual({ x: 2 });
});

test('any bytes give a reply', () => {
  for (const text of [
    '',
    '\uFEFF',
    '\0',
    '\uD800',
    '#!',
    '`',
    '/*',
    '<!--',
    '\u2028',
    '@',
    '#',
    '\\',
    "'",
    '${',
    'export {',
  ]) {
    expect(compilePart({ ...request, text }, namesForParts).id).toBe(3);
  }
});

function placeOf(text: string, name: string): unknown {
  const { script, map } = compileText(text);
  const exports: Record<string, () => void> = {};
  const run = runInNewContext(script, {}, { filename: 'the-part.js' }) as (...values: unknown[]) => void;
  run({}, exports, () => undefined);
  try {
    exports[name]!();
  } catch (error) {
    const [, line, column] = /the-part\.js:(\d+):(\d+)/.exec((error as Error).stack!)!;
    return mapPosition(map, Number(line), Number(column));
  }
  throw new Error('did not throw');
}

import { tokensOf } from './tokens.js';

const words = (text: string): string =>
  tokensOf(text)
    .map(({ word }) => word)
    .join(' ');

test('names, values, comments, layout and line ends make no difference', () => {
  const one = 'const sum = (a: number[]) => a.reduce((x, y) => x + y, 0); // all of them';
  const two = 'const  total=( list : number[] )=>\r\n list.fold( (p,\tq)=>p+q , 0x10 )\r\n/* the sum */';
  expect(words(two)).toBe(words(one));
});

test('what is done makes one', () => {
  expect(words('a + b')).not.toBe(words('a - b'));
  expect(words('if (a) b()')).not.toBe(words('while (a) b()'));
});

test.each([
  ['a regular expression after a sign', 'f(/a"b/g, "c")', 'name ( other text )'],
  ['a division after a value', 'a / b / c', 'name / name / name'],
  ['a division after brackets', 'a[0] / (1) / 2', 'name [ number ] / ( number ) / number'],
  [
    'a template with braces inside',
    '`a${ { b: `c${d}` }.b }e` + f',
    'text { name : text name text } . name text + name',
  ],
  ['a quote that never ends', 'a = "b', 'name = text'],
  ['a template that never ends', 'a = `b${c', 'name = text name'],
])('%s', (_what, text, expected) => {
  expect(words(text)).toBe(expected);
});

test('a program inside of a long text is read word by word, with its lines', () => {
  const program = Array.from({ length: 20 }, (_, i) => `  csrrw t${i}, sstatus, zero`).join('\n');
  const tokens = tokensOf(`const a = 1;\nexport const kernel = \`\n${program}\``);
  expect(tokens.find(({ word }) => word === 'csrrw')).toEqual({ word: 'csrrw', line: 3, end: 3 });
  expect(tokens.at(-2)).toEqual({ word: 'zero', line: 22, end: 22 });
});

test('a hostile text takes no longer than its length', () => {
  for (const text of ['['.repeat(200_000), '`${'.repeat(60_000), '/'.repeat(200_000), '}'.repeat(200_000)]) {
    expect(tokensOf(text).length).toBeLessThanOrEqual(text.length);
  }
});

import MarkdownIt from 'markdown-it';
import { addNotations, UnclosedComment, withoutComments } from './index.js';

const md = new MarkdownIt();
addNotations(md, 'notes', 'lecture-');
const rest = (text: string) => withoutComments(md, text.split('\n')).join('\n');

test.each([
  ['a %%x%% b', 'a  b'],
  ['a <!-- x --> b', 'a  b'],
  ['%% x %% b', 'b'],
  ['- <!-- x -->    b', '- b'],
  ['## Heading <!-- x -->', '## Heading '],
  ['%%\nx\n\n# y\n\n%%\nb', '\n\n\n\n\n\nb'],
  ['a <!-- x\n\n```\ny\n--> b', 'a\n\n\n\nb'],
  ['> a %% x\n> y %% b\n> c', '> a\n> b\n> c'],
  ['| a | b |\n|---|---|\n| 1 %% x | y %% | 2 |', '| a | b |\n|---|---|\n| 1  | 2 |'],
  ['<!-->a', 'a'],
  ['<!---->a', 'a'],
  ['%%%%a', 'a'],
  ['[^1]: a %% x %%\n\n    %% y\n    z %% b', '[^1]: a \n\n\n    b'],
  ['- a\n\n      %% x %%\n\n  b', '- a\n\n      %% x %%\n\n  b'],
  ['a\n      %% x %% b', 'a\n      b'],
  ['<!<!-- x -->-- y -->', ''],
  ['`a` %%x%% `b`', '`a`  `b`'],
  ['`` ` %%x%%', '`` ` '],
  ['%% ` %% a %% ` %%', 'a '],
  ['\\<!-- a -->', '\\<!-- a -->'],
  ['a \\%% b', 'a \\%% b'],
  ['50 % of 20 %', '50 % of 20 %'],
])('a comment leaves nothing, and its lines stay counted: %j', (text, expected) => {
  expect(rest(text)).toBe(expected);
});

test.each([
  '`%% a %%` and ``<!-- ` -->``',
  '`a\nb %% c\nd` %',
  '```\n%% a %%\n<!-- b\n```',
  '~~~mermaid\n%% a\n~~~',
  '    <!-- a -->',
  '- a\n\n  ```\n  %% b\n  ```',
  '> ```\n> %% b\n> ```',
  '<aside>\n\n```\n%% b\n```\n\n</aside>',
])('in code the same signs are code: %j', (text) => {
  expect(rest(text)).toBe(text);
});

test('code that begins after a comment of many lines is found', () => {
  expect(rest('%%\n```\n%%\n\n```\n%% a %%\n```\n%% b %%')).toBe('\n\n\n\n```\n%% a %%\n```\n');
  expect(rest('a\n\n%% x\n~~~\n\ny %%\n\n    %% code\n')).toBe('a\n\n\n\n\n\n\n    %% code\n');
});

test.each([
  ['a\nb <!-- c\n\nd', 1, '<!--'],
  ['a\n\n%% b %% c %% d', 2, '%%'],
  ['```\n%%\n```\n%%', 3, '%%'],
] as const)('a comment without an end is refused, with its line: %j', (text, line, sign) => {
  expect(() => rest(text)).toThrow(UnclosedComment);
  expect(() => rest(text)).toThrow(expect.objectContaining({ line, sign }) as Error);
});

test('hundreds of comments in a long text take no long time', () => {
  const text = 'Some words, `code`, and more of them.\n\n%%\nx\n%%\n\n'.repeat(300);
  expect(rest(text)).not.toMatch(/x|%%/);
});

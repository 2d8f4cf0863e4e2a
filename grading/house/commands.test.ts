/**
 * What a page of a student's copy tells the reader to type, `npx hyperlab …`, must be a command of that copy, with options that it has.
 * A page names a command of the whole lab without `npx`.
 */
import { globSync } from 'glob';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { labRoot } from '../lab-root.js';

const root = labRoot();
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name!);

const source = ['grading/cli/student-main.ts', 'grading/command-line/machine-options.ts'].map(read).join('');
const known = new Set([
  ...found(source, /\.command\('([a-z-]+)'\)/g),
  ...found(source, /(?:\.option|new Option)\(\s*'(--[a-z-]+)/g),
]);

/** The command and the options of each `npx hyperlab …`, which ends with its line, its code or a comment. */
const typed = (text: string) =>
  found(text, /npx hyperlab ([^\n`#]*)/g).flatMap((line) => [
    line.split(' ')[0]!,
    ...found(line, / (--[a-z-]+)/g),
  ]);

const pages = [
  ...globSync(['exercises/**/*.md', 'src/**/*.md'], { cwd: root, posix: true }),
  'grading/handout/pages/readme.txt',
].sort();

test('the pages of a student’s copy tell commands, and it is known which there are', () => {
  expect([...known]).toEqual(expect.arrayContaining(['check', 'run', '--watch', '--profile']));
  expect(pages.flatMap((page) => typed(read(page)))).toEqual(expect.arrayContaining(['check', '--hint']));
});

test.each(pages)('%s tells a student to type what a student’s copy has', (page) => {
  expect(typed(read(page)).filter((name) => !known.has(name))).toEqual([]);
});

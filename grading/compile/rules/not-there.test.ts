import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { labRoot } from '../../lab-root.js';
import { compileText, runText } from '../run-script.js';

test.each([
  ['const t = Date.now();', "'Date.now' is not possible: a part has no clock"],
  ['const now = Date.now;', "'Date.now' is not possible: a part has no clock"],
  ['const t = new Date();', "'Date' is not possible: a part has no clock"],
  ['const t = new Date;', "'Date' is not possible: a part has no clock"],
  ['const t = Date();', "'Date' is not possible: a part has no clock"],
  ['const r = Math.random();', "'Math.random' is not possible: a part has no randomness"],
  ['setTimeout(() => 1, 5);', "'setTimeout' is not possible: a part has no timers"],
  ['fetch?.("x");', "'fetch' is not possible: a part has no network"],
  ['process.exit(0);', "'process' is not possible: a part is no program of Node.js"],
  ['const fs = require("fs");', "'require' is not possible: a part is no program of Node.js"],
  ['const w = new WeakRef({});', "'WeakRef' is not possible: a part cannot watch the garbage collector"],
  ['Atomics.wait(a, 0, 0);', "'Atomics' is not possible: a part has one thread"],
  ['const n = new Intl.NumberFormat();', "'Intl' is not possible: a part has no time zones"],
  ['const f = Function("return 1");', "'Function' is not possible: code that is made at run time"],
  [
    'const c = structuredClone({});',
    "'structuredClone' is not possible: a part has the language and the console",
  ],
])('%s is refused by name and line', (line, words) => {
  expect(() => compileText(`const a = 1;\n${line}\nexport const emulate = 1;`)).toThrow(`line 2, column`);
  expect(() => compileText(`const a = 1;\n${line}\nexport const emulate = 1;`)).toThrow(words);
});

test.each([
  ['a function of the same name', 'function fetch() { return 7; } export const x = fetch();'],
  ['a parameter of the same name', 'export const x = ((process: number[]) => process.length + 6)([0]);'],
  [
    'a variable taken out of an object',
    'const { performance } = { performance: [7] }; export const x = performance[0];',
  ],
  ['a method of the same name', 'export const x = { fetch() { return 7; } }.fetch();'],
  ['a property of the same name', 'export const x = { process: { exit: 7 } }.process.exit;'],
  ['a date of a number', 'export const x = new Date(7).getTime();'],
  ['other things of Math and Date', 'export const x = Math.max(7, Date.UTC(1970));'],
  ['a type', 'export const x: number | Function | typeof process.exit = 7;'],
  ['a question whether it is there', "export const x = typeof process === 'undefined' ? 7 : process.pid;"],
])('%s is not refused', (_what, text) => {
  expect(runText(text).exports['x']).toBe(7);
});

test('the page that the message names lists every name', () => {
  const page = readFileSync(join(labRoot(), 'exercises/language.md'), 'utf8');
  const source = readFileSync(join(__dirname, 'not-there.ts'), 'utf8');
  const names = [...source.slice(0, source.indexOf('/** Name')).matchAll(/'([A-Za-z.]+)'(?=[,\]])/g)];
  expect(names.length).toBeGreaterThan(30);
  expect(names.map(([, name]) => name!).filter((name) => !page.includes(`\`${name}`))).toEqual([]);
});

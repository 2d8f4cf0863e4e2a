import { spawnSync } from 'node:child_process';
import { labRoot } from '../../lab-root.js';
import { compilePart } from '../compile-part.js';
import { compileText, namesForParts } from '../run-script.js';

/** Runs scripts as the rig does, in real SES compartments of a process of their own; one result of JSON for each. */
function runInSes(scripts: readonly string[]): unknown[] {
  const program = `'use strict';
    require('ses');
    lockdown({ consoleTaming: 'unsafe' });
    const scripts = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
    const results = scripts.map((script) => {
      let turns = 0;
      const meter = (line) => { if (++turns > 1000) throw new Error('budget used up in line ' + line); };
      const exports = {};
      try {
        const layers = harden({ hypervisor: { advance: () => 'advanced' } });
        new Compartment().evaluate(script)(layers, exports, harden(meter));
        return typeof exports.x === 'function' ? exports.x() : exports.x;
      } catch (error) { return error.name + ': ' + error.message; }
    });
    process.stdout.write(JSON.stringify(results));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', program], {
    cwd: labRoot(),
    input: JSON.stringify(scripts),
    encoding: 'utf8',
  });
  if (stdout === '') {
    throw new Error(stderr);
  }
  return JSON.parse(stdout) as unknown[];
}

const cases: [text: string, value: unknown][] = [
  [`export const x = "import('a') <!-- --> eval(1) import//";`, "import('a') <!-- --> eval(1) import//"],
  [`export const x = '\\import (\\eval (\\<!---->';`, 'import (eval (<!---->'],
  ['export const x = `import(${1}<!--${2}-->${3}eval(`;', 'import(1<!--2-->3eval('],
  ['export const x = `import(`;', 'import('],
  ['export const x = String.raw`a${`import(`}b${`${1}-->`}`;', 'aimport(b1-->'],
  ['export const x = /^(?<!--)import(a)[<!--x]-->$/.test("importa<-->");', true],
  ['export const x = /eval(1)/.test("eval1") && /a-->/u.test("a-->") && /[<!--]/.test("%");', true],
  ['export const x = { "import(": 1, "eval(": { "-->": 2 } };', { 'import(': 1, 'eval(': { '-->': 2 } }],
  ['/* import( <!-- */ // eval( -->\n/*! import( */ export const x = 1; // <!--', 1],
  ['/*! import( <!-- */\nexport const x = 1;', 1],
  ['let a = 1; const b = 0;\nexport const x = [a-->b, b<!--a];', [true, false]],
  [
    "import { advance } from '../../../src/hypervisor/index.js';\nexport const x = () => advance();",
    'advanced',
  ],
  ['#!/usr/bin/env node\nexport const x = 1;', 1],
  ['export const x = () => {\n  for (;;);\n};', 'Error: budget used up in line 2'],
  ['@((c: unknown) => void c) class A { static y = 3; }\nexport const x = A.y;', 3],
  ['export const x = () => [typeof process, typeof globalThis.fetch];', ['undefined', 'undefined']],
  [`export const x = () => (0, require)('node:fs');`, 'TypeError: (0 , require) is not a function'],
];

test('words that SES refuses work in strings, templates, patterns and comments, with the same values', () => {
  const results = runInSes(cases.map(([text]) => compileText(text).script));
  expect(results).toEqual(cases.map(([, value]) => value));
});

test.each([
  ['export const x = 1;\nexport const y = eval("1");', 2, 'eval('],
  ['const o = { import() {} };', 1, 'import('],
  ['class A {\n  #eval() {}\n}', 2, 'eval('],
  ['const t = String.raw`import(`;', 1, 'import('],
  ['const t = String.raw`a${1}-->`;', 1, '-->'],
  ['enum E { "<!--" }', 1, '<!--'],
])('elsewhere they are refused with their line: %s', (text, line, word) => {
  const reply = compilePart({ id: 1, exercise: '08-x', file: 'a.ts', text }, namesForParts);
  expect(reply).toMatchObject({
    ok: false,
    errors: [{ line, message: expect.stringContaining(`the text '${word}' is not possible`) as unknown }],
  });
});

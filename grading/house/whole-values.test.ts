/** What if a check looks at a part of what came back? The linter refuses it, in every suite and nowhere else. */
import { spawnSync } from 'node:child_process';
import { labRoot } from '../lab-root.js';

/** Runs the lab's own rule on snippets: without types, which it does not need, so within a second. */
const PROGRAM = `
import { ESLint, Linter } from 'eslint';
import { readFileSync } from 'node:fs';
const name = 'no-restricted-syntax';
const verdicts = [];
for (const [file, code] of JSON.parse(readFileSync(0, 'utf8'))) {
  const { rules } = await new ESLint().calculateConfigForFile(file);
  verdicts.push(new Linter().verify(code, [{ rules: { [name]: rules[name] } }]).map(({ message }) => message));
}
process.stdout.write(JSON.stringify(verdicts));
`;

const VISIBLE = 'exercises/08-trap-and-emulate/checks.test.ts';
const HIDDEN = 'grading/suites/13-hypercalls/hidden.test.ts';

const refused = [
  [HIDDEN, `claim('it', x).toMatchObject({ a: 1 });`],
  [VISIBLE, `claim('it', x).toMatchObject({ a: 1 });`],
  [HIDDEN, `claim('it', x)['toMatchObject']({ a: 1 });`],
  [HIDDEN, `claim('it', x).toEqual(expect.objectContaining({ a: 1 }));`],
  [HIDDEN, `const { arrayContaining } = expect;`],
  [HIDDEN, `claim('it', x).toEqual([expect.anything(), expect.any(Number)]);`],
  [HIDDEN, `claim('it', x).toEqual(expect.not.stringContaining('a'));`],
  [HIDDEN, `claim('it', x).not.toContain('a');`],
  [HIDDEN, `claim('it', x).toContainEqual({ a: 1 });`],
  [HIDDEN, `claim('it', x).toHaveProperty('a', 1);`],
  [HIDDEN, `claim('it', x).toMatch(/a/);`],
  ['grading/suites/08-trap-and-emulate/tables.ts', `expect.stringMatching(/a/);`],
] as const;

const allowed = [
  [HIDDEN, `claim('it', x).toEqual({ a: 1 });`],
  [VISIBLE, `claim('it', x).not.toBe(1);`],
  ['grading/pack/pack.long.test.ts', `expect(x).toMatchObject({ a: 1 });`],
] as const;

let verdicts: string[][];

beforeAll(() => {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', PROGRAM], {
    cwd: labRoot(),
    input: JSON.stringify([...refused, ...allowed]),
    encoding: 'utf8',
  });
  if (stdout === '') {
    throw new Error(stderr);
  }
  verdicts = JSON.parse(stdout) as string[][];
});

test.each(refused.map(([file, code], i) => ({ file, code, i })))('$code is refused in $file', ({ i }) => {
  expect(verdicts[i]?.[0]).toMatch(/^A check compares the whole value/);
});

test.each(allowed.map(([file, code], i) => ({ file, code, i })))('$code is allowed in $file', ({ i }) => {
  expect(verdicts[refused.length + i]).toEqual([]);
});

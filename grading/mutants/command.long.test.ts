/** `npm run mutants` as people run it: the real program, on a few mutants of the real lab and of a lab with a hole in it. */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { labRoot } from '../lab-root.js';
import type { Manifest } from '../result/index.js';
import { Workspace } from '../sandbox/index.js';

const workspace = new Workspace();
afterAll(() => workspace.remove());

const lab = workspace.path('lab');
const program = join(lab, 'dist/mutants.js');
const suites = join(lab, 'grading/suites/02-frame-allocator');
const known = join(suites, 'mutants.yml');

beforeAll(() => {
  for (const name of ['src', 'exercises', 'solutions', 'grading', 'dist', 'package.json', 'tsconfig.json']) {
    cpSync(join(labRoot(), name), join(lab, name), { recursive: true });
  }
  symlinkSync(join(labRoot(), 'node_modules'), join(lab, 'node_modules'));
  rmSync(known, { force: true });
});

function mutants(...args: string[]) {
  return spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', cwd: workspace.folder });
}

test('where every mutant is killed, the status is 0', () => {
  const { status, stdout } = mutants('02', '--only', 'comparison');
  expect(stdout).toMatch(
    /^02-frame-allocator: 3 killed, 0 survived \(0 of them explained\), 0 skipped for their types\n$/,
  );
  expect(status).toBe(0);
}, 120_000);

test('in a lab whose checks say yes to everything, survivors are shown, and reasons that are none', () => {
  const { checks } = JSON.parse(
    readFileSync(join(lab, 'exercises/02-frame-allocator/exercise.json'), 'utf8'),
  ) as Manifest;
  const files = {
    visible: join(lab, 'exercises/02-frame-allocator/checks.test.ts'),
    hidden: join(suites, 'hidden.test.ts'),
  };
  for (const [visibility, file] of Object.entries(files)) {
    const weak = checks.filter((each) => each.visibility === visibility);
    writeFileSync(
      file,
      weak.map(({ title }) => `check(${JSON.stringify(title)}, () => undefined);\n`).join(''),
    );
  }
  const entry = '{ in: x, line: x, becomes: y, why: it was so once }';
  writeFileSync(known, `version: 1\nequivalent: [${entry}]\n`);

  const { status, stdout } = mutants('02', '--only', 'boundary');
  expect(stdout).toMatch(
    /Entries of .*mutants\.yml that are wrong \(1\):\n {4}no mutant answers to this entry/,
  );
  expect(stdout).toMatch(
    /allocator\.ts:\d+ {2}boundary, in createFrameAllocator › release\n {6}- if \(count/,
  );
  expect(status).toBe(1);
}, 120_000);

test.each([
  [['99'], /there is no exercise '99'/],
  [['02', '--only', 'nonsense'], /Give some of condition, negation/],
  [['02', '--line', '12,x'], /Give a whole number from 1/],
  [['02', '--minutes', '0'], /Give a whole number from 1/],
])('%j is wrong usage: status 2, one line', (args, words) => {
  const { status, stderr } = mutants(...args);
  expect(stderr).toMatch(words);
  expect(status).toBe(2);
});

test('Ctrl-C tells what was tried so far, leaves nothing behind, and gives 130', async () => {
  const temporary = workspace.path('tmp');
  mkdirSync(temporary);
  const child = spawn(process.execPath, [program, '02'], { env: { ...process.env, TMPDIR: temporary } });
  let seen = '';
  child.stdout.on('data', (chunk: Buffer) => (seen += chunk.toString()));
  while (readdirSync(temporary).length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 50)); // until the grader has its folder
  }
  child.kill('SIGINT');
  expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(130);
  expect(seen).toMatch(/\d+ not tried/);
  expect(readdirSync(temporary)).toEqual([]);
}, 120_000);

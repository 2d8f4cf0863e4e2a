/** What if a suite of ours is wrong? Nothing of it counts, and the reason is told. */
import { spawnSync } from 'node:child_process';
import { buildSync } from 'esbuild';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { labRoot } from '../../lab-root.js';
import type { SuiteRun } from './run-suites.js';

/** In the lab, where the packages are found. */
const program = join(labRoot(), 'dist', `run-suites-test-${process.pid}.js`);

/** Runs suites, given as text, outside of this Jest, whose own tests they would become else. */
const DRIVER = `
import { expect } from 'expect';
import { readFileSync } from 'node:fs';
import { runSuites } from './run-suites.js';
const { suites, part } = JSON.parse(readFileSync(0, 'utf8'));
const rig = { repeatable: true, nextSuite() {}, close() {}, call: async (_scenario, input) => ({ value: input, console: '' }) };
const session = { exercise: '08-x', seed: 1, checks: { 'it boots': 'boots', 'it sleeps': 'sleeps' }, part };
Object.assign(globalThis, { expect });
const loaded = suites.map((text, i) => ({ name: 'suite ' + i, evaluate: () => new Function(text)() }));
runSuites(session, loaded, rig, { sent: (_scenario, input) => input }).then((run) => process.stdout.write(JSON.stringify(run)));
`;

beforeAll(() => {
  buildSync({
    stdin: { contents: DRIVER, resolveDir: __dirname, loader: 'ts' },
    bundle: true,
    platform: 'node',
    packages: 'external',
    outfile: program,
  });
});

afterAll(() => rmSync(program));

const COMPILED = { ok: true, file: 'x.ts', exportName: 'x', script: '', map: '' };

function run(suites: readonly string[], part: object = COMPILED): SuiteRun {
  const { stdout, stderr } = spawnSync(process.execPath, [program], {
    input: JSON.stringify({ suites, part }),
    encoding: 'utf8',
  });
  if (stdout === '') {
    throw new Error(stderr);
  }
  return JSON.parse(stdout) as SuiteRun;
}

test('records and verdicts carry the ids of the checks, of all suites', () => {
  const suites = [
    `check('it boots', async (lab) => expect(await lab.call('s', 3)).toBe(3));`,
    `check('it sleeps', () => expect(1).toBe(2));`,
  ];
  expect(run(suites)).toMatchObject({
    records: [
      { check: 'boots', verdict: 'pass' },
      { check: 'sleeps', verdict: 'fail', expected: '2', actual: '1' },
    ],
    verdicts: [
      { check: 'boots', status: 'passed' },
      { check: 'sleeps', status: 'failed' },
    ],
    broken: [],
    repeatable: true,
  });
});

test('what a broken suite left out may come out another time', () => {
  expect(run([`throw new Error('no');`])).toMatchObject({
    broken: [{ suite: 'suite 0', reason: 'no' }],
    repeatable: false,
  });
});

test('of a part that does not compile every check fails, and none runs', () => {
  const part = { ok: false, file: 'x.ts', errors: [{ file: 'x.ts', line: 3, column: 1, message: 'no' }] };
  expect(run([`check('it boots', () => { throw new Error('ran'); });`], part)).toMatchObject({
    records: [{ check: 'boots', verdict: 'fail', message: 'Your code cannot be run: no (x.ts, line 3)' }],
    verdicts: [{ check: 'boots', status: 'failed' }],
  });
});

test.each<[string, string, RegExp]>([
  [
    'names a check that the manifest does not know',
    `check('it flies', () => undefined);`,
    /no check 'it flies'/,
  ],
  ['names a part of every object', `check('toString', () => undefined);`, /no check 'toString'/],
  ['cannot be read', `check('it boots', (`, /Unexpected|missing/],
  [
    'leaves a promise behind that fails',
    `check('it boots', async () => { void Promise.reject(new Error('nobody waits')); await new Promise(setImmediate); });`,
    /nobody waits/,
  ],
  [
    'throws where no check waits',
    `check('it boots', () => new Promise((resolve) => { setTimeout(resolve, 20); setTimeout(() => { throw new Error('stray'); }); }));`,
    /stray/,
  ],
])('a suite that %s is broken: no verdict of it counts', (_what, text, reason) => {
  const { verdicts, broken } = run([text]);
  expect(verdicts).toEqual([]);
  expect(broken).toEqual([{ suite: 'suite 0', reason: expect.stringMatching(reason) as string }]);
});

test('a broken suite takes nothing from the one after it', () => {
  const { verdicts, broken } = run([`throw new Error('oops');`, `check('it sleeps', () => undefined);`]);
  expect(broken).toHaveLength(1);
  expect(verdicts).toEqual([{ check: 'sleeps', status: 'passed' }]);
});

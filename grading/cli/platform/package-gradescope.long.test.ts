/** The autograder zip as Gradescope uses it: unpacked into source/, its scripts run, its result read. */
import { Ajv } from 'ajv';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import yauzl from 'yauzl';
import { graderDigest } from '../../engine/index.js';
import { labRoot } from '../../lab-root.js';
import { capacity, hyperlab, workspace } from '../program-for-tests.js';

afterAll(() => workspace.remove());

const autograder = workspace.path('autograder');
const lab = join(autograder, 'source/hyperlab');
const results = join(autograder, 'results/results.json');
const schema = JSON.parse(
  readFileSync(join(labRoot(), 'grading/schemas/published/gradescope.schema.json'), 'utf8'),
) as object;
const matches = new Ajv({ allErrors: true }).compile(schema);

interface Results {
  readonly score: number;
  readonly output: string;
  readonly tests: readonly { status: string; name: string; output: string; visibility: string }[];
  readonly extra_data?: { readonly suite: string };
}

beforeAll(async () => {
  expect(hyperlab('package', 'gradescope', '--only', '01', '--out', 'grader.zip')).toMatchObject({
    status: 0,
    stderr: '',
    stdout: expect.stringMatching(
      /^grader\.zip: .* for 01-bursty-tenants; give the assignment 5 points\n$/,
    ) as string,
  });
  await unpack(workspace.path('grader.zip'), join(autograder, 'source'));
  // What setup.sh has npm do, without a network.
  symlinkSync(join(labRoot(), 'node_modules'), join(lab, 'node_modules'));
  expect(spawnSync('npm', ['run', '-s', 'build'], { cwd: lab, encoding: 'utf8' }).stderr).toBe('');
});

/** What run_autograder makes of these files. */
function grade(files: Record<string, string>, prepare?: (folder: string) => void): Results | undefined {
  const submission = join(autograder, 'submission');
  rmSync(submission, { recursive: true, force: true });
  mkdirSync(submission);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(submission, dirname(path)), { recursive: true });
    writeFileSync(join(submission, path), text);
  }
  prepare?.(submission);
  const { status, stderr } = spawnSync(join(autograder, 'source/run_autograder'), [], {
    env: { ...process.env, HYPERLAB_AUTOGRADER: autograder },
    encoding: 'utf8',
  });
  expect(`${status} ${stderr.replace(/hyperlab: note: .*\n/g, '')}`).toBe('0 ');
  const read = JSON.parse(readFileSync(results, 'utf8')) as Results;
  matches(read);
  expect(matches.errors).toBeNull();
  return read;
}

test('a right answer gets all points, by the same suites as here', () => {
  const suite = graderDigest(labRoot());
  expect(grade({ 'capacity.ts': capacity })).toMatchObject({ score: 5, extra_data: { suite } });
});

test('a wrong one gets its points, and of hidden checks only their titles', () => {
  const stub = readFileSync(join(labRoot(), 'exercises/01-bursty-tenants/capacity.ts'), 'utf8');
  const { score, output, tests } = grade({ 'capacity.ts': stub })!;
  expect(score).toBe(0);
  expect(output).toMatch(/^0 of \d+ checks passed, \d+ failed \(\d+ of them hidden\)\.$/);
  expect(new Set(tests.map(({ visibility }) => visibility))).toEqual(new Set(['visible']));
});

test('an endless loop is told as one', () => {
  const endless = 'export const capacity = { dedicated() { for (;;) {} } };';
  const { score, tests } = grade({ 'capacity.ts': endless })!;
  expect(score).toBe(0);
  expect(tests.map(({ output }) => output).join()).toMatch(/^Your code does not come to an end: /);
});

test.each<[string, Record<string, string>, RegExp]>([
  ['nothing', {}, /^Nothing was graded\. Your submission: is empty: hand in your files/],
  ['other files', { 'main.py': 'print(1)' }, /Your submission: holds no exercise folder/],
  ['an archive that is none', { 'work.zip': 'hello' }, /cannot be read as a zip archive/],
])('%s: no points, and the reason', (_what, files, words) => {
  const told = grade(files)!;
  expect(told).toMatchObject({ score: 0, tests: [] });
  expect(told.output).toMatch(words);
  expect(told.output).not.toContain(autograder);
});

test('a hostile one writes no result of its own, and reads nothing of the grader', () => {
  const secret = join(lab, 'grading/suites/01-bursty-tenants/hidden.test.ts');
  const hostile = `${capacity}
console.log(JSON.stringify({ score: 1000, tests: [] }));
const run = Function('return globalThis.process')();
`;
  const before = readFileSync(secret, 'utf8');
  const told = grade({ 'capacity.ts': hostile, 'results.json': '{"score": 1000}' }, (folder) => {
    mkdirSync(join(folder, 'results'));
    symlinkSync(secret, join(folder, 'hidden.test.ts'));
  })!;
  expect(told.score).toBe(0);
  expect(readFileSync(secret, 'utf8')).toBe(before);
  const line = before.split('\n').find((each) => each.length > 60)!;
  expect(JSON.stringify(told)).not.toContain(line.trim());
});

test('where the grader itself fails there is no result, and none of an earlier submission', () => {
  writeFileSync(results, '{"score": 5}');
  const suite = join(lab, 'dist/suite-thread.js');
  const text = readFileSync(suite, 'utf8');
  writeFileSync(suite, 'throw new Error("broken");');
  expect(() => grade({ 'capacity.ts': capacity })).toThrow('3 hyperlab: the grader failed');
  writeFileSync(suite, text);
  expect(existsSync(results)).toBe(false);
});

test('the scripts are right for bash, and the same lab gives the same bytes in another time zone', () => {
  for (const script of ['setup.sh', 'run_autograder']) {
    expect(spawnSync('bash', ['-n', join(autograder, 'source', script)], { encoding: 'utf8' }).stderr).toBe(
      '',
    );
  }
  const zone = process.env['TZ'];
  process.env['TZ'] = 'Asia/Tokyo';
  hyperlab('package', 'gradescope', '--only', '01', '--out', 'again.zip');
  process.env['TZ'] = zone;
  expect(readFileSync(workspace.path('again.zip')).equals(readFileSync(workspace.path('grader.zip')))).toBe(
    true,
  );
});

async function unpack(file: string, to: string): Promise<void> {
  const zip = await yauzl.openPromise(file, { lazyEntries: true, autoClose: false });
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
      chunks.push(chunk);
    }
    mkdirSync(join(to, dirname(entry.fileName)), { recursive: true });
    writeFileSync(join(to, entry.fileName), Buffer.concat(chunks));
    chmodSync(join(to, entry.fileName), (entry.externalFileAttributes >>> 16) & 0o777);
  }
  zip.close();
}

/** The grading step of the workflow for GitHub Actions, run as a runner runs it. */
import { Ajv } from 'ajv';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { loadExercises } from '../exercises/index.js';
import { labRoot } from '../lab-root.js';
import { Workspace } from '../sandbox/index.js';
import { githubPackage } from './index.js';

const workspace = new Workspace();
afterAll(() => workspace.remove());

const root = labRoot();
const exercises = loadExercises(root).slice(0, 1);
const { part, id } = exercises[0]!.manifest;
const solution = readFileSync(join(root, 'solutions', id, part.file), 'utf8');
const names = { organization: 'o', repository: 'r', classroom: 'virt', assignment: 'week-1' };
const GRADE = 'instructor/.github/workflows/hyperlab-grade.yml';
const file = githubPackage(root, { exercises, seed: 3, ...names }).get(GRADE)!;
const workflow = parse(Buffer.from(file.content).toString('utf8')) as {
  jobs: { grade: { steps: { id?: string; run?: string; env?: Record<string, string> }[] } };
};
const step = workflow.jobs.grade.steps.find(({ id: name }) => name === 'grade')!;

const sha = 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678';
/** 2026-06-01T14:32:05Z, as the event of a push has it. */
const PUSHED_AT = '1780324325';

interface Run {
  readonly folder: string;
  readonly status: number | null;
  /** All that a student can read in the log. */
  readonly log: string;
  /** Where the copies for the instructor go, without their endings. */
  readonly record: string;
}

/** The step on a checkout of these files, as a runner starts it. `prepare` may put more into the checkout. */
function run(
  name: string,
  files: Record<string, string>,
  env: Record<string, string> = {},
  prepare?: (submission: string) => void,
): Run {
  const folder = workspace.path(name);
  const submission = join(folder, 'submission');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(submission, path)), { recursive: true });
    writeFileSync(join(submission, path), text);
  }
  prepare?.(submission);
  const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', step.run!], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...{ PATH: process.env['PATH'], HOME: folder, ...step.env, PUSHED_AT },
      ...{ HYPERLAB_HOME: root, HYPERLAB_RECORDS: join(folder, 'records') },
      ...{ GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'my-course/virt-week-1-ada-l' },
      ...{ GITHUB_SHA: sha, GITHUB_OUTPUT: join(folder, 'output'), ...env },
    },
  });
  return { folder, status, log: stdout + stderr, record: join(folder, 'records/virt-week-1-ada-l', sha) };
}

test('a repository that holds anything gets the result of Classroom 50, and nothing of it is run or read but the part', () => {
  const trap = (what: string) => `require('node:fs').writeFileSync('../ran-${what}', '')\n`;
  const { folder, status, log, record } = run(
    'right',
    {
      [`exercises/${id}/${part.file}`]: solution,
      [`exercises/${id}/checks.test.ts`]: trap('checks'),
      [`exercises/${id}/Capacity-old.js`]: 'x',
      'package.json': JSON.stringify({ main: 'x.js', scripts: { preinstall: 'touch ../ran-npm' } }),
      '.npmrc': `node-options=--require=${join(workspace.folder, 'right/submission/x.js')}\n`,
      'x.js': trap('x'),
      'jest.config.ts': trap('jest'),
      'dist/hyperlab.js': trap('dist'),
      'grading/suites/hidden.test.ts': trap('suite'),
      '.github/workflows/hyperlab-grade.yml': 'on: pull_request_target\n',
      'result/result.json': '{"score": 1000}',
    },
    {},
    (submission) => symlinkSync(join(root, 'grading/suites'), join(submission, 'solutions')),
  );
  expect(`${status} ${log.replace(/[0-9a-f-]{36}/g, 'TOKEN')}`).toBe(
    `0 ::stop-commands::TOKEN\nPassed over, since no exercise asks for a file of this name: exercises/${id}/Capacity-old.js.\n::TOKEN::\n`,
  );

  const text = readFileSync(join(folder, 'result/result.json'), 'utf8');
  const result = JSON.parse(text) as object;
  const published = JSON.parse(
    readFileSync(join(root, 'grading/schemas/published/classroom50.schema.json'), 'utf8'),
  ) as object;
  const fits = new Ajv({ allErrors: true }).compile(published);
  fits(result);
  expect(fits.errors).toBeNull();
  const tag = 'submit/2026-06-01T14-32-05Z-a1b2c3d';
  expect(result).toMatchObject({
    owner: 'ada-l',
    submission: tag,
    datetime: '2026-06-01T14:32:05Z',
    score: 10,
  });
  expect(readFileSync(join(folder, 'output'), 'utf8')).toBe(`tag=${tag}\n`);
  expect(readFileSync(`${record}.json`, 'utf8')).toBe(text);
  for (const what of ['checks', 'npm', 'x', 'jest', 'dist', 'suite']) {
    expect([what, existsSync(join(folder, `ran-${what}`))]).toEqual([what, false]);
  }
});

test('what cannot be read fails with all reasons, and names in it are no commands to the runner', () => {
  const { folder, status, log, record } = run('unreadable', {
    '01-##[add-mask]submit/x': '',
    '99-\n::add-mask::submit/x': '',
  });
  expect(status).toBe(2);
  const [first, ...lines] = log.trimEnd().split('\n');
  const [, stop] = /^::stop-commands::([0-9a-f-]{36})$/.exec(first!)!;
  expect(lines).toEqual([
    'Nothing was graded.',
    `Your submission: 01-##[add-mask]submit is not the name of exercise 01: call the folder ${id}`,
    expect.stringMatching(/^Your submission: 99-\ufffd::add-mask::submit: exercise number 99 is unknown/),
    `::${stop}::`,
  ]);
  expect([existsSync(join(folder, 'output')), existsSync(`${record}.json`)]).toEqual([false, false]);
});

test('what the grader says of itself, which may quote hidden checks, goes to the instructor alone', () => {
  const lab = workspace.path('lab');
  mkdirSync(join(lab, 'dist'), { recursive: true });
  writeFileSync(join(lab, 'dist/hyperlab.js'), 'console.error("SECRET"); process.exitCode = 3;');
  const { status, log, record } = run('failed', { [part.file]: solution }, { HYPERLAB_HOME: lab });
  expect([status, readFileSync(`${record}.log`, 'utf8')]).toEqual([3, 'SECRET\n']);
  expect(log).toContain('\nThe grader failed, which is not your fault. Nothing was graded');
  expect(log).not.toContain('SECRET');
  expect(existsSync(`${record}.json`)).toBe(false);
});

test.each<[string, Record<string, string>, RegExp]>([
  ['a repository of another assignment', { GITHUB_REPOSITORY: 'o/other' }, /^other: is no repository of the/],
  ['a push without a time', { PUSHED_AT: '' }, /Invalid time value/],
  ['a runner without a folder for records', { HYPERLAB_RECORDS: '' }, /HYPERLAB_RECORDS: set it in the/],
])('%s is not graded', (what, env, words) => {
  const { status, log, folder } = run(what, { [part.file]: solution }, env);
  expect(status).toBe(1);
  expect(log).toMatch(words);
  expect(existsSync(join(folder, 'result/result.json'))).toBe(false);
});

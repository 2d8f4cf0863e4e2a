/** The workflows for GitHub Actions: their syntax, what they must never do, and the grading step itself, run as a runner runs it. */
import { Ajv } from 'ajv';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { loadExercises } from '../exercises/index.js';
import { labRoot } from '../lab-root.js';
import { Workspace } from '../sandbox/index.js';
import { githubPackage } from './index.js';

const workspace = new Workspace();
afterAll(() => workspace.remove());

const root = labRoot();
const exercises = loadExercises(root).slice(0, 1);
const names = {
  organization: 'my-course',
  repository: 'classroom50',
  classroom: 'virt',
  assignment: 'week-1',
};
const files = githubPackage(root, { exercises, seed: 3, ...names });
const text = (path: string): string => Buffer.from(files.get(path)!.content).toString('utf8');
const GRADE = 'instructor/.github/workflows/hyperlab-grade.yml';
const CALLER = 'students/.github/workflows/hyperlab.yml';

interface Workflow {
  readonly on: object;
  readonly jobs: Readonly<Record<string, Job>>;
}
interface Job {
  readonly if?: string;
  readonly 'runs-on'?: string | string[];
  readonly permissions: object;
  readonly steps?: readonly {
    run?: string;
    uses?: string;
    id?: string;
    with?: object;
    env?: Record<string, string>;
  }[];
}
const workflow = (path: string): Workflow => parse(text(path)) as Workflow;
const schema = JSON.parse(
  readFileSync(join(root, 'grading/schemas/published/github-workflow.schema.json'), 'utf8'),
) as object;
const matches = new Ajv({ allErrors: true }).compile(schema);

test.each([GRADE, CALLER])(
  '%s is a workflow of the published syntax, and starts for nothing but a push',
  (path) => {
    matches(workflow(path));
    expect(matches.errors).toBeNull();
    expect(text(path)).not.toMatch(/pull_request|workflow_run|issue_comment|secrets|\{\{\w/);
  },
);

test.each([
  ['starts for pull requests with the rights of the repository', { on: { pull_request_target: null } }],
  [
    'passes secrets on',
    { jobs: { a: { uses: 'o/r/.github/workflows/x.yml@main', permissions: {}, secrets: 'inherit' } } },
  ],
  ['has a script with text of a student’s', { jobs: { a: job({ run: 'echo ${{ github.head_ref }}' }) } }],
  ['takes an action by a tag, which can be moved', { jobs: { a: job({ uses: 'actions/checkout@v5' }) } }],
  ['has more rights than it names', { permissions: 'write-all' }],
])('a workflow that %s would be found', (_what, change) => {
  expect(matches({ ...workflow(GRADE), ...change })).toBe(false);
});

function job(step: object): object {
  return { 'runs-on': 'ubuntu-latest', 'timeout-minutes': 1, permissions: {}, steps: [step] };
}

test('the job that sees a submission runs on the own runner, for pushes, and can write nothing', () => {
  const { grade, publish } = workflow(GRADE).jobs;
  expect(grade).toMatchObject({
    if: "github.event_name == 'push'",
    'runs-on': ['self-hosted', 'hyperlab'],
    permissions: { contents: 'read' },
  });
  expect(grade!.steps![0]!.with).toMatchObject({ 'persist-credentials': false });
  expect(publish!['runs-on']).toBe('ubuntu-latest');
  expect(JSON.stringify(publish)).not.toContain('checkout');
  expect(workflow(CALLER).jobs['hyperlab']).toEqual({
    uses: 'my-course/classroom50/.github/workflows/hyperlab-grade.yml@main',
    permissions: { contents: 'write' },
  });
});

test('the scripts are right for bash, and nothing secret is in the package', () => {
  for (const { run = '' } of Object.values(workflow(GRADE).jobs).flatMap(({ steps = [] }) => steps)) {
    expect(spawnSync('bash', ['-n'], { input: run, encoding: 'utf8' }).stderr).toBe('');
  }
  expect([...files.keys()]).toEqual(['README.md', GRADE, CALLER]);
  expect(text('README.md')).toContain(
    'my-course/classroom50/.github/workflows/hyperlab-grade.yml@refs/heads/main',
  );
});

test('the grading step gives the result of Classroom 50, and keeps a copy on the runner', () => {
  const folder = workspace.path('runner');
  const submission = join(folder, 'submission');
  mkdirSync(submission, { recursive: true });
  const { part, id } = exercises[0]!.manifest;
  writeFileSync(join(submission, part.file), readFileSync(join(root, 'solutions', id, part.file)));
  const git = (...args: string[]) =>
    spawnSync('git', ['-C', submission, '-c', 'user.name=a', '-c', 'user.email=a@x.org', ...args], {
      env: { ...process.env, GIT_COMMITTER_DATE: '2026-06-01T16:32:05+0200' },
      encoding: 'utf8',
    });
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'x"; rm -rf / #');
  const sha = git('rev-parse', 'HEAD').stdout.trim();
  const step = workflow(GRADE).jobs['grade']!.steps!.find(({ id: name }) => name === 'grade')!;
  const { status, stderr } = spawnSync('bash', ['-e', '-c', step.run!], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...{ PATH: process.env['PATH'], HOME: folder, ...step.env },
      ...{ HYPERLAB_HOME: root, HYPERLAB_RECORDS: join(folder, 'records') },
      ...{ GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'my-course/virt-week-1-ada-l' },
      ...{ GITHUB_SHA: sha, GITHUB_OUTPUT: join(folder, 'output') },
    },
  });
  expect(`${status} ${stderr.replace(/hyperlab: note: .*\n/g, '')}`).toBe('0 ');
  const result = JSON.parse(readFileSync(join(folder, 'result/result.json'), 'utf8')) as object;
  const published = JSON.parse(
    readFileSync(join(root, 'grading/schemas/published/classroom50.schema.json'), 'utf8'),
  ) as object;
  const fits = new Ajv({ allErrors: true }).compile(published);
  fits(result);
  expect(fits.errors).toBeNull();
  const tag = `submit/2026-06-01T14-32-05Z-${sha.slice(0, 7)}`;
  expect(result).toMatchObject({
    owner: 'ada-l',
    submission: tag,
    datetime: '2026-06-01T14:32:05Z',
    score: 10,
  });
  expect(readFileSync(join(folder, 'output'), 'utf8')).toBe(`tag=${tag}\n`);
  expect(readFileSync(join(folder, 'records/virt-week-1-ada-l', `${sha}.json`), 'utf8')).toBe(
    readFileSync(join(folder, 'result/result.json'), 'utf8'),
  );
});

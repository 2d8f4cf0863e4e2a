/** The workflows for GitHub Actions: their syntax, and what they must never do. */
import { Ajv } from 'ajv';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { loadExercises } from '../exercises/index.js';
import { labRoot } from '../lab-root.js';
import { githubPackage } from './index.js';

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

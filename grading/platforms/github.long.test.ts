/** The grading step of the workflow for GitHub Actions, run as a runner runs it. */
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
const names = { organization: 'o', repository: 'r', classroom: 'virt', assignment: 'week-1' };
const GRADE = 'instructor/.github/workflows/hyperlab-grade.yml';
const file = githubPackage(root, { exercises, seed: 3, ...names }).get(GRADE)!;
const workflow = parse(Buffer.from(file.content).toString('utf8')) as {
  jobs: { grade: { steps: { id?: string; run?: string; env?: Record<string, string> }[] } };
};

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
  const step = workflow.jobs.grade.steps.find(({ id: name }) => name === 'grade')!;
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

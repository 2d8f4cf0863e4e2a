/** The external grader's entry point, run in folders laid out as PrairieLearn lays them out. */
import { Ajv } from 'ajv';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { labRoot } from '../../lab-root.js';
import { capacity, hyperlab, workspace } from '../program-for-tests.js';

afterAll(() => workspace.remove());

const schema = JSON.parse(
  readFileSync(join(labRoot(), 'grading/schemas/published/prairielearn.schema.json'), 'utf8'),
) as object;
const matches = new Ajv({ allErrors: true }).compile(schema);

beforeAll(() => {
  const { status, stderr, stdout } = hyperlab('package', 'prairielearn', '--only', '01', '--out', 'course');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('course: an image and 1 questions; course/README.md says');
});

function grade(name: string, files: Record<string, string>): object {
  const grade = workspace.path(name);
  mkdirSync(join(grade, 'student'), { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    writeFileSync(join(grade, 'student', path), text);
  }
  const info = workspace.path('course/questions/hyperlab-01-bursty-tenants/info.json');
  const { externalGradingOptions } = JSON.parse(readFileSync(info, 'utf8')) as {
    externalGradingOptions: { entrypoint: string[] };
  };
  const [, ...args] = externalGradingOptions.entrypoint;
  const { status, stderr } = spawnSync(workspace.path('course/image/grade.sh'), args, {
    env: { ...process.env, HYPERLAB_GRADE: grade, HYPERLAB_LAB: labRoot() },
    encoding: 'utf8',
  });
  expect(`${status} ${stderr.replace(/hyperlab: note: .*\n/g, '')}`).toBe('0 ');
  const read = JSON.parse(readFileSync(join(grade, 'results/results.json'), 'utf8')) as object;
  matches(read);
  expect(matches.errors).toBeNull();
  return read;
}

test('a right answer is the whole score', () => {
  expect(grade('right', { 'capacity.ts': capacity })).toMatchObject({ gradable: true, score: 1 });
});

test('what cannot be read is not gradable, with the reason', () => {
  expect(grade('nothing', {})).toMatchObject({
    gradable: false,
    format_errors: [expect.stringMatching(/^Your submission: is empty: /)],
  });
});

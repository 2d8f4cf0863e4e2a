/** The questions and the image for PrairieLearn, against the published fields. */
import { Ajv } from 'ajv';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadExercises } from '../exercises/index.js';
import { labRoot } from '../lab-root.js';
import { Workspace } from '../sandbox/index.js';
import { prairieLearnPackage, writePackage, type PackageFiles } from './index.js';

const workspace = new Workspace();
afterAll(() => workspace.remove());

const root = labRoot();
const exercises = loadExercises(root);
const files = prairieLearnPackage(root, { exercises, seed: 7, image: 'course/grader:2' });
const text = (path: string): string => Buffer.from(files.get(path)!.content).toString('utf8');
const schema = JSON.parse(
  readFileSync(join(root, 'grading/schemas/published/prairielearn-question.schema.json'), 'utf8'),
) as object;
const matches = new Ajv({ allErrors: true }).compile(schema);

test('the image takes the instructor’s own lecture along, without the author’s comments', () => {
  const notes = workspace.path('notes.md');
  writeFileSync(notes, '# My course\n\n## Hypervisors\n\nText. <!-- for me -->\n');
  const own = prairieLearnPackage(root, { exercises, seed: 7, image: 'a/b', lectureFile: notes });
  const lecture = Buffer.from(own.get('image/hyperlab/exercises/lecture.md')!.content).toString('utf8');
  expect(lecture).toContain('# My course');
  expect(lecture).not.toContain('for me');
  expect([...own.keys()].sort()).toEqual([...files.keys()]);
});

test.each(exercises.map(({ manifest }) => manifest))(
  '$id is a question with the published fields',
  ({ id, part }) => {
    const info = JSON.parse(text(`questions/hyperlab-${id}/info.json`)) as object;
    matches(info);
    expect(matches.errors).toBeNull();
    expect(info).toMatchObject({
      externalGradingOptions: {
        image: 'course/grader:2',
        entrypoint: ['/hyperlab/grade.sh', '--only', id, '--seed', '7'],
      },
    });
    const page = text(`questions/hyperlab-${id}/question.html`);
    expect(page).toContain(`file-name="${part.file}"`);
    expect(page).not.toMatch(/\{\{|href="(?!https?:)/);
    expect(text(`questions/hyperlab-${id}/${part.file}`)).toBe(
      readFileSync(join(root, 'exercises', id, part.file), 'utf8'),
    );
    expect(text(`questions/hyperlab-${id}/server.py`)).toContain(`PART = "${part.file}"`);
  },
);

test('questions have ids of their own, and what students see of them holds nothing that is hidden', () => {
  const questions = [...files].filter(([path]) => path.startsWith('questions/'));
  const ids = questions
    .filter(([path]) => path.endsWith('info.json'))
    .map(([path]) => (JSON.parse(text(path)) as { uuid: string }).uuid);
  expect(new Set(ids).size).toBe(exercises.length);
  const hidden = exercises.flatMap(({ suites }) => suites.hidden.map((file) => readFileSync(file, 'utf8')));
  const lines = hidden.flatMap((suite) => suite.split('\n')).filter((line) => /^\s*check\(/.test(line));
  expect(lines.length).toBeGreaterThan(20);
  for (const [path] of questions) {
    expect(lines.filter((line) => text(path).includes(line.trim()))).toEqual([]);
  }
});

test('the recipe copies what is there, and the scripts are right', () => {
  const recipe = text('image/Dockerfile');
  const copied = [...recipe.matchAll(/^COPY (?:--\S+ )?(.+) \.\/$/gm)].flatMap(([, names]) =>
    names!.split(' '),
  );
  expect(copied).toHaveLength(4);
  for (const name of copied) {
    expect([...files.keys()].some((path) => path.startsWith(`image/${name}`))).toBe(true);
  }
  const script = workspace.path('grade.sh');
  writeFileSync(script, text('image/grade.sh'));
  expect(spawnSync('sh', ['-n', script], { encoding: 'utf8' }).stderr).toBe('');
  expect(text('README.md')).not.toContain('{{');
});

const withPython = spawnSync('python3', ['--version']).status === 0 ? test : test.skip;

withPython('server.py refuses a part that is too large, and takes what is no base64 for small', () => {
  const verdicts = (...lengths: string[]): unknown => {
    const calls = lengths.map((contents) => `verdict(${contents})`).join(', ');
    const script = `${text('questions/hyperlab-01-bursty-tenants/server.py')}
import base64, json
def verdict(contents):
    data = {"submitted_answers": {"_files": [{"name": PART, "contents": contents}]}, "format_errors": {}}
    parse(data)
    return list(data["format_errors"])
print(json.dumps([${calls}]))`;
    const { stdout, stderr } = spawnSync('python3', ['-c', script], { encoding: 'utf8' });
    expect(stderr).toBe('');
    return JSON.parse(stdout);
  };
  const bytes = (count: number) => `base64.b64encode(b"x" * ${count}).decode()`;
  expect(verdicts(bytes(262144), bytes(262147), '"a"', 'None', '""')).toEqual([[], ['_files'], [], [], []]);
});

test('a package is written again over itself, and never over what differs', () => {
  const folder = workspace.path('out');
  const small: PackageFiles = new Map([['a/b.sh', { content: 'x', executable: true }]]);
  writePackage(folder, small);
  writePackage(folder, small);
  writeFileSync(join(folder, 'a/b.sh'), 'mine');
  const words = `${folder}/a/b.sh: is there already, and differs: give --out a new folder`;
  expect(() => writePackage(folder, new Map([['0', { content: '' }], ...small]))).toThrow(words);
  expect(readFileSync(join(folder, 'a/b.sh'), 'utf8')).toBe('mine');
  mkdirSync(join(folder, 'c'));
  expect(() => writePackage(folder, new Map([['c', { content: '' }]]))).toThrow(
    'c: cannot be written (EISDIR)',
  );
});

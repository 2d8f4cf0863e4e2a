/** The samples are what they are called, graded with the real command over the whole lab; and the lab's points add up. */
import { globSync } from 'glob';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Workspace } from '../sandbox/workspace.js';
import { loadExercises } from '../exercises/index.js';
import { labRoot } from '../lab-root.js';
import { checksOf, grade, type Grading } from './grade.js';

const root = labRoot();
const exercises = loadExercises(root);
const workspace = new Workspace();
const samples = ['cheat', 'complete', 'endless-loop', 'partial', 'syntax-error', 'untouched'];

let grading: Grading;

/** Grades all of them in one run of the command, as an instructor would. */
beforeAll(() => {
  const paths = ['solutions', ...samples.map((name) => `grading/samples/${name}`)];
  grading = grade(paths, workspace.path('out'));
}, 240_000);

afterAll(() => workspace.remove());

test('the grader exits with 0, whatever the scores', () => {
  expect(grading.status).toBe(0);
});

test('each exercise has a test of its own beside this one', () => {
  const tested = globSync('[0-9]*.test.ts', { cwd: __dirname }).map((file) => basename(file, '.test.ts'));
  expect(tested.sort()).toEqual(exercises.map(({ manifest }) => manifest.id));
});

test('the points of the lab are at most 100', () => {
  expect(grading.resultOf('solutions').maxScore).toBeLessThanOrEqual(100);
});

test('the complete one is the reference, and earns everything', () => {
  const { score, maxScore } = grading.resultOf('solutions');
  expect(score).toBe(maxScore);
  expect(grading.resultOf('complete')).toEqual({ ...grading.resultOf('solutions'), submission: 'complete' });
});

test.each(exercises)('the complete one has the reference of $manifest.id, to the letter', ({ manifest }) => {
  const file = join(manifest.id, manifest.part.file);
  const copy = readFileSync(join(root, 'grading/samples/complete', file), 'utf8');
  expect(copy).toBe(readFileSync(join(root, 'solutions', file), 'utf8'));
});

test('the untouched one earns nothing', () => {
  expect(grading.resultOf('untouched').score).toBe(0);
});

test('the partial one earns something, but not everything', () => {
  const { score, maxScore } = grading.resultOf('partial');
  expect(score).toBeGreaterThan(0);
  expect(score).toBeLessThan(maxScore);
});

test('the one with a syntax error is told its file and line, and its other exercises are graded', () => {
  const result = grading.resultOf('syntax-error');
  const located = checksOf(result).find(({ location }) => location !== undefined);
  expect(located).toMatchObject({ verdict: 'fail', location: { line: expect.any(Number) as number } });
  expect(result.score).toBeGreaterThan(0);
});

test('the endless loop costs its own checks, is told its line, and the others are graded', () => {
  const result = grading.resultOf('endless-loop');
  const endless = checksOf(result).filter(({ message }) => message.includes('does not come to an end'));
  expect(endless.length).toBeGreaterThan(0);
  expect(endless[0]).toMatchObject({ verdict: 'fail', location: { line: expect.any(Number) as number } });
  expect(result.score).toBeGreaterThan(0);
});

test('the cheat gains nothing', () => {
  expect(grading.resultOf('cheat').score).toBe(0);
});

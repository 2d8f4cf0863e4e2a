/** The short share of pack.long.test.ts: in one run of the command, each reference earns everything and each stub nothing. */
import { Workspace } from '../sandbox/index.js';
import { loadExercises } from '../exercises/index.js';
import { labRoot } from '../lab-root.js';
import { checksOf, grade, type Grading } from './grade.js';

const workspace = new Workspace();
let grading: Grading;

beforeAll(() => {
  grading = grade(['solutions', 'exercises'], workspace.path('out'));
}, 240_000);

afterAll(() => workspace.remove());

test.each(loadExercises(labRoot()))(
  '$manifest.id: the reference earns everything, the stub nothing',
  ({ manifest }) => {
    const exerciseIn = (name: string) =>
      grading.resultOf(name).exercises.find(({ id }) => id === manifest.id)!;
    const { score, maxScore } = exerciseIn('solutions');
    expect(score).toBe(maxScore);
    expect(exerciseIn('exercises').score).toBe(0);
  },
);

test('every check was run on both', () => {
  const verdicts = ['solutions', 'exercises'].map((name) => [
    ...new Set(checksOf(grading.resultOf(name)).map(({ verdict }) => verdict)),
  ]);
  expect(verdicts).toEqual([['pass'], ['fail']]);
});

/**
 * What each exercise of the pack must prove: its reference and the right answers of other designs earn everything, its stub
 * nothing, and each known-wrong answer fails exactly the checks that it names (`npm test` grades a few of them, see needed.ts).
 * All of it is one run of the command, in this exercise alone.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Workspace } from '../sandbox/index.js';
import { loadExercises } from '../exercises/index.js';
import { labRoot } from '../lab-root.js';
import { checksOf, grade, idsWith, type Grading } from './grade.js';
import { answersToGrade } from './needed.js';
import { rightAnswers } from './right-answers.js';
import { wrongAnswers } from './wrong-answers.js';

const root = labRoot();

/** Declares the tests of the exercise of this id. */
export function testExercise(id: string): void {
  const { manifest } = loadExercises(root).find((exercise) => exercise.manifest.id === id)!;
  const right = rightAnswers(root, manifest);
  const wrong = wrongAnswers(root, manifest);
  const graded = answersToGrade(wrong);
  const workspace = new Workspace();
  let grading: Grading;

  beforeAll(() => {
    const folders = [...right, ...graded].map(({ name, text }) => {
      const folder = workspace.path(name);
      mkdirSync(join(folder, id), { recursive: true });
      writeFileSync(join(folder, id, manifest.part.file), text);
      return folder;
    });
    const out = workspace.path('out');
    grading = grade(['solutions', 'exercises', ...folders], out, '--only', id);
  }, 240_000);

  afterAll(() => workspace.remove());

  test('the grader exits with 0, whatever the scores', () => {
    expect(grading.status).toBe(0);
  });

  test.each(['solutions', ...right.map(({ name }) => name)])(
    '%s earns every point, with no type error',
    (name) => {
      const result = grading.resultOf(name);
      expect(checksOf(result).filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
      expect(result.score).toBe(result.maxScore);
      expect(grading.notesOf(name).typeErrors).toEqual({});
    },
  );

  // Without them nothing shows that the checks accept other designs than the reference's.
  test('there are two right answers of other designs or more', () => {
    expect(right.length).toBeGreaterThanOrEqual(2);
  });

  test('the stub earns nothing, and every check says why', () => {
    const result = grading.resultOf('exercises');
    expect(result.score).toBe(0);
    expect(checksOf(result).filter(({ verdict, message }) => verdict !== 'fail' || message === '')).toEqual(
      [],
    );
  });

  test.each(graded)('$name fails exactly the checks that it names', ({ name, fails }) => {
    const checks = checksOf(grading.resultOf(name));
    expect(idsWith(checks, 'error')).toEqual([]);
    expect(idsWith(checks, 'fail').sort()).toEqual([...fails].sort());
  });

  test('there are five known-wrong answers or more, and each check is needed for one', () => {
    expect(wrong.length).toBeGreaterThanOrEqual(5);
    const needed = new Set(wrong.flatMap(({ fails }) => fails));
    expect(manifest.checks.map(({ id: check }) => check).filter((check) => !needed.has(check))).toEqual([]);
  });

  test('each of its visible checks is explained on its task page', () => {
    const page = readFileSync(join(root, 'exercises', id, 'README.md'), 'utf8');
    const missing = manifest.checks.filter(
      ({ visibility, title }) => visibility === 'visible' && !page.includes(title),
    );
    expect(missing.map(({ title }) => title)).toEqual([]);
  });
}

/**
 * What the exercises must prove: the reference and the right answers of other designs earn everything, the stub nothing, and each
 * known-wrong answer fails exactly the checks that it names (`npm run test:long` grades a few of them, see needed.ts). And the samples
 * are what they are called. All of it goes through the real command, as an instructor would grade.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadExercises } from '../exercises/index.js';
import { labRoot } from '../lab-root.js';
import { Workspace } from '../sandbox/index.js';
import { checksOf } from './grade.js';
import { GradedPack, idsWith } from './grade-pack.js';
import { answersToGrade, exercisesToGrade } from './needed.js';
import { rightAnswers } from './right-answers.js';
import { wrongAnswers } from './wrong-answers.js';

const root = labRoot();
const all = loadExercises(root);
const exercises = exercisesToGrade(all).map(({ manifest }) => {
  const right = rightAnswers(root, manifest);
  const wrong = wrongAnswers(root, manifest);
  const graded = answersToGrade(wrong);
  return { id: manifest.id, manifest, right, wrong, graded, answers: [...right, ...graded] };
});
const samples = ['cheat', 'complete', 'endless-loop', 'partial', 'syntax-error', 'untouched'];

const workspace = new Workspace();
let pack: GradedPack;

beforeAll(() => {
  const paths = ['solutions', 'exercises', ...samples.map((name) => `grading/samples/${name}`)];
  pack = GradedPack.of(paths, exercises, workspace.folder);
}, 1_800_000);

afterAll(() => workspace.remove());

test('the grader exits with 0, whatever the scores', () => {
  expect(pack.grading.status).toBe(0);
});

describe.each(exercises)('$id', ({ id, manifest, right, wrong, graded }) => {
  const expectFullMarks = ({ result, typeErrors }: ReturnType<GradedPack['answer']>) => {
    expect(result.checks.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
    expect(result.score).toBe(result.maxScore);
    expect(typeErrors).toEqual([]);
  };

  test('the reference earns every point, with no type error', () => {
    expectFullMarks(pack.in(id, 'solutions'));
  });

  test.each(right)('$name earns every point, with no type error', ({ name }) => {
    expectFullMarks(pack.answer(id, name));
  });

  // Without them nothing shows that the checks accept other designs than the reference's.
  test('there are two right answers of other designs or more', () => {
    expect(right.length).toBeGreaterThanOrEqual(2);
  });

  test('the stub earns nothing, and every check says why', () => {
    const { result } = pack.in(id, 'exercises');
    expect(result.score).toBe(0);
    const { checks } = result;
    expect(checks.filter(({ verdict, message }) => verdict !== 'fail' || message === '')).toEqual([]);
  });

  test.each(graded)('$name fails exactly the checks that it names', ({ name, fails }) => {
    const { checks } = pack.answer(id, name).result;
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

  test('the complete sample has the reference, to the letter', () => {
    const file = join(id, manifest.part.file);
    const copy = readFileSync(join(root, 'grading/samples/complete', file), 'utf8');
    expect(copy).toBe(readFileSync(join(root, 'solutions', file), 'utf8'));
  });
});

test('the points of the lab are at most 100', () => {
  expect(pack.grading.resultOf('solutions').maxScore).toBeLessThanOrEqual(100);
});

// A sample is what it is called in the whole lab, not in each exercise.
const describeTheLab = exercises.length === all.length ? describe : describe.skip;

describeTheLab('of the samples', () => {
  const result = (name: string) => pack.grading.resultOf(name);

  test('the complete one is the reference, and earns everything', () => {
    const { score, maxScore } = result('solutions');
    expect(score).toBe(maxScore);
    expect(result('complete')).toEqual({ ...result('solutions'), submission: 'complete' });
  });

  test('the untouched one earns nothing', () => {
    expect(result('untouched').score).toBe(0);
  });

  test('the partial one earns something, but not everything', () => {
    const { score, maxScore } = result('partial');
    expect(score).toBeGreaterThan(0);
    expect(score).toBeLessThan(maxScore);
  });

  test('the one with a syntax error is told its file and line, and its other exercises are graded', () => {
    const located = checksOf(result('syntax-error')).find(({ location }) => location !== undefined);
    expect(located).toMatchObject({ verdict: 'fail', location: { line: expect.any(Number) as number } });
    expect(result('syntax-error').score).toBeGreaterThan(0);
  });

  test('the endless loop costs its own checks, is told its line, and the others are graded', () => {
    const endless = checksOf(result('endless-loop')).filter(({ message }) =>
      message.includes('does not come to an end'),
    );
    expect(endless.length).toBeGreaterThan(0);
    expect(endless[0]).toMatchObject({
      verdict: 'fail',
      location: { line: expect.any(Number) as number },
    });
    expect(result('endless-loop').score).toBeGreaterThan(0);
  });

  test('the cheat gains nothing', () => {
    expect(result('cheat').score).toBe(0);
  });
});

/**
 * The pack of exercises checks itself, with the real command: references earn everything, stubs nothing, each known-wrong
 * answer fails exactly the checks that its fixture names, and the samples are what they are called.
 */
import { globSync } from 'glob';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Workspace } from './engine/workspace.js';
import { loadExercises } from './exercises/index.js';
import { labRoot } from './lab-root.js';
import { parseResult, parseWrongAnswer, type CheckResult, type Result } from './result/index.js';

const root = labRoot();
const exercises = loadExercises(root);
const workspace = new Workspace();
const out = workspace.path('out');

interface Wrong {
  readonly exercise: string;
  readonly name: string;
  readonly file: string;
  readonly fails: readonly string[];
}

const wrongAnswers: Wrong[] = globSync('grading/suites/*/wrong/*/fixture.json', { cwd: root, posix: true })
  .sort()
  .map((fixture) => {
    const folder = dirname(fixture);
    const exercise = basename(dirname(dirname(folder)));
    const { part } = exercises.find(({ manifest }) => manifest.id === exercise)!.manifest;
    const { fails } = parseWrongAnswer(readFileSync(join(root, fixture), 'utf8'), fixture);
    return { exercise, name: `${exercise}--${basename(folder)}`, file: join(root, folder, part.file), fails };
  });

const samples = ['cheat', 'complete', 'endless-loop', 'partial', 'syntax-error', 'untouched'];

let status: number | null;

/** Grades everything in one run of the command, as an instructor would. */
beforeAll(() => {
  const submissions = wrongAnswers.map(({ exercise, name, file }) => {
    const folder = workspace.path(name);
    mkdirSync(join(folder, exercise), { recursive: true });
    cpSync(file, join(folder, exercise, basename(file)));
    return folder;
  });
  const paths = [
    'solutions',
    'exercises',
    ...samples.map((name) => `grading/samples/${name}`),
    ...submissions,
  ];
  const args = ['dist/hyperlab.js', 'grade', ...paths, '--out', out];
  const run = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  status = run.status;
  if (status !== 0) {
    process.stderr.write(run.stdout + run.stderr);
  }
}, 240_000);

afterAll(() => workspace.remove());

function resultOf(name: string): Result {
  return parseResult(readFileSync(join(out, name, 'result.json'), 'utf8'));
}

function checksOf(result: Result, exercise?: string): CheckResult[] {
  return result.exercises
    .filter(({ id }) => exercise === undefined || id === exercise)
    .flatMap(({ checks }) => [...checks]);
}

function idsWith(checks: readonly CheckResult[], verdict: CheckResult['verdict']): string[] {
  return checks.filter((check) => check.verdict === verdict).map(({ id }) => id);
}

test('the grader exits with 0, whatever the scores', () => {
  expect(status).toBe(0);
});

test('the reference solutions earn every point, with no type error', () => {
  const result = resultOf('solutions');
  expect(checksOf(result).filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
  expect(result.score).toBe(result.maxScore);
  expect(result.exercises.flatMap(({ diagnostics }) => diagnostics ?? [])).toEqual([]);
});

test('the stubs earn nothing, and every check says why', () => {
  const result = resultOf('exercises');
  expect(result.score).toBe(0);
  expect(checksOf(result).filter(({ verdict, message }) => verdict !== 'fail' || message === '')).toEqual([]);
});

test.each(wrongAnswers)(
  '$name fails exactly the checks that its fixture names',
  ({ exercise, name, fails }) => {
    const checks = checksOf(resultOf(name), exercise);
    expect(idsWith(checks, 'error')).toEqual([]);
    expect(idsWith(checks, 'fail').sort()).toEqual([...fails].sort());
  },
);

test.each(exercises)(
  '$manifest.id has five known-wrong answers or more, and each of its checks is needed for one',
  ({ manifest }) => {
    const mine = wrongAnswers.filter(({ exercise }) => exercise === manifest.id);
    expect(mine.length).toBeGreaterThanOrEqual(5);
    const needed = new Set(mine.flatMap(({ fails }) => fails));
    expect(manifest.checks.map(({ id }) => id).filter((id) => !needed.has(id))).toEqual([]);
  },
);

test.each(exercises)('$manifest.id explains each of its checks on its task page', ({ manifest }) => {
  const page = readFileSync(join(root, 'exercises', manifest.id, 'README.md'), 'utf8');
  const missing = manifest.checks.filter(
    ({ visibility, title }) => visibility === 'visible' && !page.includes(title),
  );
  expect(missing.map(({ title }) => title)).toEqual([]);
});

test('the points of the lab are at most 100', () => {
  expect(resultOf('solutions').maxScore).toBeLessThanOrEqual(100);
});

describe('of the samples', () => {
  test('the complete one is the reference, and earns everything', () => {
    expect(resultOf('complete')).toEqual({ ...resultOf('solutions'), submission: 'complete' });
  });

  test.each(exercises)(
    'the complete one has the reference of $manifest.id, to the letter',
    ({ manifest }) => {
      const file = join(manifest.id, manifest.part.file);
      const copy = readFileSync(join(root, 'grading/samples/complete', file), 'utf8');
      expect(copy).toBe(readFileSync(join(root, 'solutions', file), 'utf8'));
    },
  );

  test('the untouched one earns nothing', () => {
    expect(resultOf('untouched').score).toBe(0);
  });

  test('the partial one earns something, but not everything', () => {
    const { score, maxScore } = resultOf('partial');
    expect(score).toBeGreaterThan(0);
    expect(score).toBeLessThan(maxScore);
  });

  test('the one with a syntax error is told its file and line, and its other exercises are graded', () => {
    const result = resultOf('syntax-error');
    const located = checksOf(result).find(({ location }) => location !== undefined);
    expect(located).toMatchObject({ verdict: 'fail', location: { line: expect.any(Number) as number } });
    expect(result.score).toBeGreaterThan(0);
  });

  test('the endless loop costs its own checks, is told its line, and the others are graded', () => {
    const result = resultOf('endless-loop');
    const endless = checksOf(result).filter(({ message }) => message.includes('does not come to an end'));
    expect(endless.length).toBeGreaterThan(0);
    expect(endless[0]).toMatchObject({ verdict: 'fail', location: { line: expect.any(Number) as number } });
    expect(result.score).toBeGreaterThan(0);
  });

  test('the cheat gains nothing', () => {
    expect(resultOf('cheat').score).toBe(0);
  });
});

/** `hyperlab check [NN…] [--watch]`: the visible checks on the parts in this checkout, told on the terminal and as a page. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { sum, type Graded, type Grader } from '../engine/index.js';
import type { Exercise } from '../exercises/index.js';
import { renderFeedback, studentExercise, studentView, type StudentExercise } from '../report/index.js';
import { createProgress, InputError } from '../command-line/index.js';
import { openGrader, openLab, type Lab } from './lab.js';
import { describeExercise, describeTypeErrors } from './terminal-report.js';
import { watchFiles } from './watch.js';

interface CheckOptions {
  readonly watch?: boolean;
  readonly seed: number;
  readonly lecture?: string;
}

export async function checkCommand(numbers: readonly string[], options: CheckOptions): Promise<void> {
  const lab = openLab(numbers, options.lecture);
  const present = lab.exercises.filter((exercise) => existsSync(partFile(lab, exercise)));
  if (present.length === 0) {
    const names = lab.exercises.map((exercise) => relative('', partFile(lab, exercise))).join(', ');
    throw new InputError(`there is nothing to check: none of these files exists: ${names}`);
  }
  const grader = await openGrader(lab, options.seed, false);
  try {
    await checkOnce(grader, lab, present);
    if (!options.watch) {
      return;
    }
    process.stdout.write('\nWatching for saved changes; Ctrl-C ends.\n');
    const files = new Map(present.map((exercise) => [partFile(lab, exercise), exercise]));
    grader.prepare(present);
    for await (const changed of watchFiles([...files.keys()])) {
      const exercises = changed.map((file) => files.get(file)!);
      await checkOnce(grader, lab, exercises);
      grader.prepare(exercises);
    }
  } finally {
    await grader.close();
  }
}

async function checkOnce(grader: Grader, lab: Lab, exercises: readonly Exercise[]): Promise<void> {
  const before = performance.now();
  const progress = createProgress(process.stderr);
  progress.show(`${exercises.map(({ manifest }) => manifest.title).join(', ')} …`);
  const parts = new Map(
    exercises.map((exercise) => [
      exercise.manifest.id,
      { text: readFileSync(partFile(lab, exercise), 'utf8') },
    ]),
  );
  const page = join(lab.root, 'feedback', 'your-work', 'feedback.html');
  const checked = new Map<string, StudentExercise>();
  // Whatever is not needed for the verdict comes after it: the types, and the page.
  const graded = await grader.grade({ name: 'your work', parts }, exercises, (result) => {
    checked.set(result.id, studentExercise(result));
    if (checked.size === exercises.length) {
      progress.clear();
      const results = exercises.map(({ manifest }) => checked.get(manifest.id)!);
      process.stdout.write(results.map((each) => describeExercise(each, lab.lecture)).join(''));
      process.stdout.write(summary(results, performance.now() - before, page));
    }
  });
  process.stdout.write(studentView(graded.result).exercises.map(describeTypeErrors).join(''));
  writePage(page, graded, lab);
}

function summary(results: readonly StudentExercise[], milliseconds: number, page: string): string {
  const [score, maxScore] = [sum(results, 'score'), sum(results, 'maxScore')];
  return (
    `\n${score} of ${maxScore} points from the visible checks, in ${(milliseconds / 1000).toFixed(1)} s. ` +
    `The whole feedback: ${relative('', page)}\n`
  );
}

function writePage(page: string, { result, notes }: Graded, lab: Lab): void {
  mkdirSync(dirname(page), { recursive: true });
  writeFileSync(page, renderFeedback(studentView(result, notes), lab.lecture));
}

function partFile(lab: Lab, { manifest }: Exercise): string {
  return join(lab.root, 'exercises', manifest.id, manifest.part.file);
}

/** `hyperlab check [NN…] [--watch]`: the visible checks on the parts in this checkout, told on the terminal and as a page. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Graded, Grader } from '../engine/index.js';
import type { Exercise } from '../exercises/index.js';
import { renderFeedback } from '../report/index.js';
import { InputError } from './input-error.js';
import { openGrader, openLab, type Lab } from './lab.js';
import { createProgress } from './progress.js';
import { describeExercise } from './terminal-report.js';
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
  const graded = await grader.grade({ name: 'your work', parts }, exercises, () => undefined);
  progress.clear();
  const { result } = graded;
  for (const exercise of result.exercises) {
    process.stdout.write(describeExercise(exercise, lab.lecture));
  }
  const page = join(lab.root, 'feedback', 'your-work', 'feedback.html');
  const seconds = ((performance.now() - before) / 1000).toFixed(1);
  process.stdout.write(
    `\n${result.score} of ${result.maxScore} points from the visible checks, in ${seconds} s. ` +
      `The whole feedback: ${relative('', page)}\n`,
  );
  // The page comes last: nobody should wait for it at the terminal.
  writePage(page, graded, lab);
}

function writePage(page: string, { result, notes }: Graded, lab: Lab): void {
  mkdirSync(dirname(page), { recursive: true });
  writeFileSync(page, renderFeedback(result, lab.lecture, notes));
}

function partFile(lab: Lab, { manifest }: Exercise): string {
  return join(lab.root, 'exercises', manifest.id, manifest.part.file);
}

/** `hyperlab check [NN…] [--watch]`: the visible checks on the parts in this checkout, told on the terminal and as a page. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Grader } from '../engine/index.js';
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
    for await (const changed of watchFiles([...files.keys()])) {
      await checkOnce(
        grader,
        lab,
        changed.map((file) => files.get(file)!),
      );
    }
  } finally {
    grader.close();
  }
}

async function checkOnce(grader: Grader, lab: Lab, exercises: readonly Exercise[]): Promise<void> {
  const before = performance.now();
  const progress = createProgress(process.stderr);
  const parts = new Map(
    exercises.map((exercise) => [
      exercise.manifest.id,
      { text: readFileSync(partFile(lab, exercise), 'utf8') },
    ]),
  );
  const { result, notes } = await grader.grade({ name: 'your work', parts }, exercises, (title) => {
    progress.show(`${title} …`);
  });
  progress.clear();
  for (const exercise of result.exercises) {
    process.stdout.write(describeExercise(exercise, lab.lecture));
  }
  const folder = join(lab.root, 'feedback', 'your-work');
  mkdirSync(folder, { recursive: true });
  const page = join(folder, 'feedback.html');
  writeFileSync(page, renderFeedback(result, lab.lecture, notes));
  const seconds = ((performance.now() - before) / 1000).toFixed(1);
  process.stdout.write(
    `\n${result.score} of ${result.maxScore} points from the visible checks, in ${seconds} s. ` +
      `The whole feedback: ${relative('', page)}\n`,
  );
}

function partFile(lab: Lab, { manifest }: Exercise): string {
  return join(lab.root, 'exercises', manifest.id, manifest.part.file);
}

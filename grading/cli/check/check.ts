/** `hyperlab check [NN…] [--watch] [--hint N]`: the visible checks on the parts in this checkout, told on the terminal and as a page. */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { sum, type Graded, type Grader, type HandedPart } from '../../engine/index.js';
import type { Exercise } from '../../exercises/index.js';
import { openGrader, openLab, type Lab } from '../../lab/index.js';
import { isNoVerdict } from '../../records/index.js';
import { renderFeedback, studentExercise, studentView, type StudentExercise } from '../../report/index.js';
import { createProgress, InputError } from '../../command-line/index.js';
import { readPart, SubmissionError } from '../../submission/index.js';
import { describeExercise, describeTypeErrors } from './terminal-report.js';
import { watchFiles } from './watch.js';

interface CheckOptions {
  readonly watch?: boolean;
  /** For a debugger: without walls and limits. No grade. */
  readonly inline?: boolean;
  /** Up to which hint; `true` for the option without a number. */
  readonly hint?: number | true;
  readonly seed: number;
  readonly lecture?: string;
}

export async function checkCommand(numbers: readonly string[], options: CheckOptions): Promise<void> {
  const hints = options.hint === true ? 2 : (options.hint ?? 1);
  const lab = openLab(numbers, options.lecture);
  const present = lab.exercises.filter((exercise) => existsSync(partFile(lab, exercise)));
  if (present.length === 0) {
    const names = lab.exercises.map((exercise) => relative('', partFile(lab, exercise))).join(', ');
    throw new InputError(`there is nothing to check: none of these files exists: ${names}`);
  }
  const files = new Map(present.map((exercise) => [partFile(lab, exercise), exercise]));
  // From now on each save counts, also one during the first check.
  const saved = watchFiles([...files.keys()]);
  const grader = await openGrader(lab, options.seed, false, { inline: options.inline ?? false });
  try {
    process.exitCode = await checkOnce(grader, lab, present, hints, options.inline);
    if (!options.watch) {
      return;
    }
    process.exitCode = 0;
    process.stdout.write('\nWatching for saved changes; Ctrl-C ends.\n');
    grader.prepare();
    for await (const changed of saved) {
      const exercises = changed.map((file) => files.get(file)!);
      await checkOnce(grader, lab, exercises, hints, options.inline);
      grader.prepare();
    }
  } finally {
    await grader.close();
  }
}

/** `hints`: how many of each check. Returns the exit status: 0, 2 where a part cannot be read, 3 where no check could be run. */
async function checkOnce(
  grader: Grader,
  lab: Lab,
  chosen: readonly Exercise[],
  hints: number,
  inline = false,
): Promise<number> {
  const before = performance.now();
  const parts = await readParts(lab, chosen);
  const exercises = chosen.filter(({ manifest }) => parts.has(manifest.id));
  const unread = exercises.length < chosen.length ? 2 : 0;
  if (exercises.length === 0) {
    return unread;
  }
  const progress = createProgress(process.stderr);
  progress.show(`${exercises.map(({ manifest }) => manifest.title).join(', ')} …`);
  const checked = new Map<string, StudentExercise>();
  // Whatever is not needed for the verdict comes after it: the types, and the page.
  const graded = await grader.grade({ name: 'your work', parts }, exercises, (result) => {
    checked.set(result.id, studentExercise(result));
    if (checked.size === exercises.length) {
      progress.clear();
      const results = exercises.map(({ manifest }) => checked.get(manifest.id)!);
      process.stdout.write(results.map((each) => describeExercise(each, lab.lecture, hints)).join(''));
      process.stdout.write(inline ? NO_GRADE : summary(results, performance.now() - before));
    }
  });
  const view = studentView(graded.result, graded.notes);
  process.stdout.write(view.exercises.map(describeTypeErrors).join(''));
  if (isNoVerdict(graded.result)) {
    process.stderr.write(
      `hyperlab: the grader failed: no check could be run: ${graded.notes.warnings[0] ?? ''}\n`,
    );
    return 3;
  }
  if (!inline) {
    writePage(graded, lab);
  }
  return unread;
}

/** Reads the parts as they will be read when they are handed in. One that cannot be read does not hold up the others. */
async function readParts(lab: Lab, exercises: readonly Exercise[]): Promise<Map<string, HandedPart>> {
  const parts = new Map<string, HandedPart>();
  for (const { manifest } of exercises) {
    const folder = relative('', join(lab.root, 'exercises', manifest.id)) || '.';
    try {
      const { note, ...part } = await readPart(folder, manifest.part.file);
      parts.set(manifest.id, part);
      if (note !== undefined) {
        process.stderr.write(`hyperlab: note: ${note}\n`);
      }
    } catch (error) {
      if (!(error instanceof SubmissionError)) {
        throw error;
      }
      process.stderr.write(error.faults.map((fault) => `hyperlab: ${fault}\n`).join(''));
    }
  }
  return parts;
}

const NO_GRADE =
  '\nThis was a run for a debugger, without walls and limits: it is no grade. Check again without --inline.\n';

function summary(results: readonly StudentExercise[], milliseconds: number): string {
  const [score, maxScore] = [sum(results, 'score'), sum(results, 'maxScore')];
  const seconds = (milliseconds / 1000).toFixed(1);
  return `\n${score} of ${maxScore} points from the visible checks, in ${seconds} s.\n`;
}

/** The verdict has been told; a checkout that cannot be written into only has no page. */
function writePage({ result, notes }: Graded, lab: Lab): void {
  const page = join(lab.root, 'feedback', 'your-work', 'feedback.html');
  const shown = relative('', page);
  const text = renderFeedback(studentView(result, notes), lab.lecture);
  const half = `${page}.${process.pid}`; // a browser that looks meanwhile sees the old page or the new one
  try {
    mkdirSync(dirname(page), { recursive: true });
    writeFileSync(half, text);
    renameSync(half, page);
    process.stdout.write(`The whole feedback: ${shown}\n`);
  } catch (error) {
    if (existsSync(half)) {
      rmSync(half);
    }
    const { code } = error as NodeJS.ErrnoException;
    process.stderr.write(`hyperlab: note: the page ${shown} cannot be written (${code})\n`);
  }
}

function partFile(lab: Lab, { manifest }: Exercise): string {
  return join(lab.root, 'exercises', manifest.id, manifest.part.file);
}

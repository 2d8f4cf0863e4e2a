/** `hyperlab grade PATH… --out DIR`: each submission gets a folder with its record and its pages. */
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Graded } from '../engine/index.js';
import { besideExercises } from '../exercises/index.js';
import { handedIn, legible, renderFeedback, renderJunit, studentView } from '../report/index.js';
import { stringifyResult } from '../result/index.js';
import { openSubmission, SubmissionError, type Submission } from '../submission/index.js';
import { createProgress, InputError } from '../command-line/index.js';
import { inOrder } from './in-order.js';
import { openGrader, openLab, type Lab } from './lab.js';

interface GradeOptions {
  readonly out: string;
  readonly only?: readonly string[];
  readonly seed: number;
  readonly lecture?: string;
}

/** Characters of a warning: it may quote a suite's stack trace. */
const MAX_WARNING = 2000;

/** Submissions under way at a time: while the last exercises of one are run, the first of the next are compiled. */
const SIDE_BY_SIDE = 2;

export async function gradeCommand(paths: readonly string[], options: GradeOptions): Promise<void> {
  const lab = openLab(options.only ?? [], options.lecture);
  noteUncovered(lab);
  const { submissions, refused } = await openAll(paths, lab);
  for (const line of refused) {
    process.stderr.write(`hyperlab: ${line}\n`);
  }
  if (refused.length > 0) {
    process.exitCode = 2;
  }
  if (submissions.length > 0) {
    await gradeAll(submissions, lab, options);
  }
}

function noteUncovered({ lecture, uncovered }: Lab): void {
  if (uncovered.length === 0) {
    return;
  }
  const headings = uncovered.map(({ heading }) => `"${heading}"`).join(', ');
  process.stderr.write(`hyperlab: note: sections of ${lecture.name} that no exercise names: ${headings}\n`);
}

/** Opens every submission; one that cannot be read does not keep the others from being graded. */
async function openAll(
  paths: readonly string[],
  lab: Lab,
): Promise<{ submissions: Submission[]; refused: string[] }> {
  const known = {
    beside: besideExercises(lab.root, lab.all),
    exercises: lab.all.map(({ manifest, handoutFiles }) => ({
      id: manifest.id,
      partFile: manifest.part.file,
      handoutFiles: [...handoutFiles],
    })),
  };
  const submissions: Submission[] = [];
  const refused: string[] = [];
  for (const path of paths) {
    try {
      submissions.push(await openSubmission(path, known));
    } catch (error) {
      if (!(error instanceof SubmissionError)) {
        throw error;
      }
      refused.push(error.message);
    }
  }
  return { submissions, refused };
}

async function gradeAll(submissions: readonly Submission[], lab: Lab, options: GradeOptions): Promise<void> {
  const out = makeFolder(resolve(options.out));
  const progress = createProgress(process.stderr);
  progress.show('building the rigs …');
  const grader = await openGrader(lab, options.seed, true);
  try {
    const names = uniqueNames(submissions);
    let done = 0;
    const gradeOne = (submission: Submission, index: number) =>
      grader.grade({ ...submission, name: names[index]! }, lab.exercises, ({ title }) =>
        progress.show(`${done + 1}/${submissions.length} ${names[index]}: ${title} …`),
      );
    for await (const graded of inOrder(submissions, SIDE_BY_SIDE, gradeOne)) {
      const folder = writeRecords(join(out, names[done]!), graded, lab);
      done += 1;
      progress.clear();
      for (const warning of graded.notes.warnings) {
        process.stderr.write(
          `hyperlab: note: ${graded.result.submission}: ${legible(warning, MAX_WARNING)}\n`,
        );
      }
      process.stdout.write(`${summary(graded)}  ${join(relative('', folder), 'feedback.html')}\n`);
    }
  } finally {
    await grader.close();
  }
}

function writeRecords(folder: string, { result, notes }: Graded, lab: Lab): string {
  makeFolder(folder);
  writeFileSync(join(folder, 'result.json'), stringifyResult(result));
  writeFileSync(join(folder, 'run.json'), JSON.stringify(notes, null, 2) + '\n');
  const view = studentView(result, notes);
  writeFileSync(join(folder, 'feedback.html'), renderFeedback(view, lab.lecture));
  writeFileSync(join(folder, 'junit.xml'), renderJunit(view));
  return folder;
}

function makeFolder(folder: string): string {
  try {
    makeWithParents(folder);
    return folder;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(
      `${folder}: the folder cannot be made (${code}): give --out a folder that you may write`,
    );
  }
}

/** Like mkdir -p. (Node's own `recursive` never returns where a file system refuses with ENOENT, as /proc does.) */
function makeWithParents(folder: string): void {
  if (existsSync(folder) && statSync(folder).isDirectory()) {
    return;
  }
  if (dirname(folder) !== folder) {
    makeWithParents(dirname(folder));
  }
  mkdirSync(folder);
}

/** Two submissions of one name get numbers, in the order in which they were given. */
function uniqueNames(submissions: readonly Submission[]): string[] {
  const taken = new Set<string>();
  return submissions.map(({ name }) => {
    let unique = name;
    for (let n = 2; taken.has(unique); n++) {
      unique = `${name}-${n}`;
    }
    taken.add(unique);
    return unique;
  });
}

function summary({ result }: Graded): string {
  const verdicts = result.exercises.flatMap(({ checks }) => checks.map(({ verdict }) => verdict));
  const faults = verdicts.filter((verdict) => verdict === 'error').length;
  const { score, maxScore, missing } = handedIn(studentView(result));
  const numbers = missing.map(({ id }) => id.slice(0, 2)).join(', ');
  return [
    `${result.submission}: ${score} of ${maxScore} points`,
    ...(missing.length > 0 ? [` (not handed in: ${numbers})`] : []),
    ...(faults > 0 ? [` (${faults} checks could not be run: the grader's fault)`] : []),
  ].join('');
}

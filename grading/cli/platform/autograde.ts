/**
 * `hyperlab autograde SYSTEM`: grades one submission inside of another system's grader, and writes the one file that this system reads.
 * It is what the packages of `hyperlab package` run.
 */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { InputError } from '../../command-line/index.js';
import {
  refusedForGradescope,
  refusedForPrairieLearn,
  toClassroom50,
  toGradescope,
  toPrairieLearn,
} from '../../export/index.js';
import { labFiles, openGrader, openLab } from '../../lab/index.js';
import { resultText } from '../../records/index.js';
import { legible, studentView, type StudentResult } from '../../report/index.js';
import { openSubmission, SubmissionError } from '../../submission/index.js';
import { readingNotes } from './reading-notes.js';

interface AutogradeOptions {
  readonly submission: string;
  readonly results: string;
  readonly only?: readonly string[];
  readonly seed: number;
}

interface System {
  /** `told`: what the student should know of how the submission was read, a line each. */
  readonly graded: (result: StudentResult, told: readonly string[]) => object;
  /** What is told of a submission that cannot be read; without it, there is no result. */
  readonly refused?: (faults: readonly string[]) => object;
  /** Its result has no place for words to the student: they go to standard output, where nothing else does. */
  readonly toldOnStdout?: true;
}

const systems: Readonly<Record<string, System>> = {
  gradescope: { graded: toGradescope, refused: refusedForGradescope },
  prairielearn: { graded: toPrairieLearn, refused: refusedForPrairieLearn },
  classroom50: {
    graded: (result) => toClassroom50(result, process.env, new Date().toISOString()),
    toldOnStdout: true,
  },
};

/** Containers often forbid new namespaces. Whoever runs this grader should know; a student's result does not depend on it. */
const WEAKER_WALLS =
  'bubblewrap does not work here, so parts run behind process limits and hardened JavaScript only: ' +
  'let the container create user namespaces, or keep nothing in it that a submission must not read';

/** Characters of a line. A warning may quote a suite's stack trace: students must not read standard error. */
const MAX_WARNING = 2000;

export async function autogradeCommand(name: string, options: AutogradeOptions): Promise<void> {
  const { submission: path, results } = options;
  const { graded, refused, toldOnStdout } = systems[name]!;
  // An earlier result, or one that was handed in, must never be taken for this one's.
  remove(results);
  const lab = openLab(options.only ?? []);
  let submission;
  try {
    submission = await openSubmission(path, labFiles(lab));
  } catch (error) {
    if (!(error instanceof SubmissionError)) {
      throw error;
    }
    // The path says where the grader keeps it; the student knows nothing of that.
    const faults = error.faults.map((fault) => fault.replace(`${path}: `, 'Your submission: '));
    if (refused === undefined) {
      tell(['Nothing was graded.', ...faults]);
      process.exitCode = 2;
    } else {
      write(results, refused(faults));
    }
    return;
  }
  const grader = await openGrader(lab, options.seed, true);
  try {
    const outcome = await grader.grade(submission, lab.exercises, () => undefined);
    resultText(outcome); // throws where no check could be run: that is no grade
    if (outcome.notes.sandbox !== 'bubblewrap') {
      process.stderr.write(`hyperlab: note: ${WEAKER_WALLS}\n`);
    }
    for (const warning of outcome.notes.warnings) {
      process.stderr.write(`hyperlab: note: ${legible(warning, MAX_WARNING)}\n`);
    }
    const told = readingNotes(submission);
    write(results, graded(studentView(outcome.result, outcome.notes), told));
    if (toldOnStdout) {
      tell(told);
    }
  } finally {
    await grader.close();
  }
}

function tell(lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${legible(line, MAX_WARNING)}\n`).join(''));
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch (error) {
    throw new InputError(`${file}: is no file that can be written (${(error as Error).message})`);
  }
}

/** Whole or not at all. */
function write(file: string, value: object): void {
  try {
    mkdirSync(dirname(resolve(file)), { recursive: true });
    writeFileSync(`${file}.half`, `${JSON.stringify(value, null, 2)}\n`);
    renameSync(`${file}.half`, file);
  } catch (error) {
    throw new InputError(
      `${file}: cannot be written (${(error as NodeJS.ErrnoException).code}): give --results another place`,
    );
  }
}

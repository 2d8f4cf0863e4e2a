/** `hyperlab grade PATH… --out DIR`: each submission gets a folder with its record and its pages. */
import { cpus } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { type Graded, KnownParts } from '../../engine/index.js';
import { labFiles, openGrader, openLab, type Lab } from '../../lab/index.js';
import { handedIn, legible, studentView } from '../../report/index.js';
import { recordTexts, RecordsFolder } from '../../records/index.js';
import {
  folderName,
  legibleName,
  openSubmission,
  SubmissionError,
  type Submission,
} from '../../submission/index.js';
import { createProgress } from '../../command-line/index.js';
import { inOrder } from './in-order.js';
import { openRecords } from './open-records.js';
import { notePassedOver } from './passed-over.js';
import { tellFailure } from './tell-failure.js';

interface GradeOptions {
  readonly out: string;
  readonly only?: readonly string[];
  readonly seed: number;
  readonly lecture?: string;
  /** Tell submissions of one name apart by where they lie. */
  readonly distinctNames?: boolean;
}

/** Characters of a warning: it may quote a suite's stack trace. */
const MAX_WARNING = 2000;

/** Submissions under way at a time: one on each core, and one more that is compiled meanwhile. */
const SIDE_BY_SIDE = cpus().length + 1;

export async function gradeCommand(paths: readonly string[], options: GradeOptions): Promise<void> {
  const lab = openLab(options.only ?? [], options.lecture);
  noteUncovered(lab);
  const opened = await openAll(paths, lab, options.distinctNames ?? false);
  const handed = opened.filter((each) => 'submission' in each);
  const refused = opened.filter((each) => 'faults' in each);
  const records = openRecords(options.out, handed.length > 0);
  for (const each of refused) {
    tellRefusal(each, records);
  }
  const free = handed.filter((each) => isFree(each, records!));
  for (const { submission, name } of free) {
    notePassedOver(name, submission.passedOver);
  }
  if (free.length > 0) {
    await gradeAll(free, records!, lab, options);
  }
}

function tellRefusal({ source, name, faults }: Refused, records: RecordsFolder | undefined): void {
  for (const fault of faults) {
    process.stderr.write(`hyperlab: ${fault}\n`);
  }
  process.exitCode ??= 2;
  try {
    if (records?.refuse(name, source, faults)) {
      process.stderr.write(`hyperlab: note: the earlier result of ${name} was moved to ${name}/earlier\n`);
    }
  } catch (error) {
    tellFailure(name, error);
  }
}

function isFree({ name, source }: Handed, records: RecordsFolder): boolean {
  try {
    records.requireFree(name, source);
    return true;
  } catch (error) {
    tellFailure(name, error);
    return false;
  }
}

function noteUncovered({ lecture, uncovered }: Lab): void {
  if (uncovered.length === 0) {
    return;
  }
  const headings = uncovered.map(({ heading }) => `"${heading}"`).join(', ');
  process.stderr.write(`hyperlab: note: sections of ${lecture.name} that no exercise names: ${headings}\n`);
}

/** A submission and where its results go. */
interface Handed {
  readonly submission: Submission;
  /** Its absolute path: whose the folder is. */
  readonly source: string;
  readonly name: string;
}

interface Refused {
  readonly source: string;
  readonly name: string;
  readonly faults: readonly string[];
}

/** Opens every submission; one that cannot be read does not keep the others from being graded. */
async function openAll(paths: readonly string[], lab: Lab, distinct: boolean): Promise<(Handed | Refused)[]> {
  const known = labFiles(lab);
  const sources = [...new Set(paths.map((path) => resolve(path)))];
  const named = sources.map((source) => ({ source, name: folderName(source, distinct) }));
  const opened: (Handed | Refused)[] = [];
  for (const { source, name } of named) {
    const path = paths.find((each) => resolve(each) === source)!;
    const twins = named.filter((other) => other.name === name && other.source !== source);
    try {
      if (twins.length > 0) {
        throw new SubmissionError([twinsFault(path, name, twins)]);
      }
      opened.push({ source, name, submission: await openSubmission(path, known) });
    } catch (error) {
      if (!(error instanceof SubmissionError)) {
        tellFailure(path, error);
        continue;
      }
      opened.push({ source, name, faults: error.faults });
    }
  }
  return opened;
}

function twinsFault(path: string, name: string, twins: readonly { readonly source: string }[]): string {
  const others = twins.map(({ source }) => relative('', source)).join(', ');
  return (
    `${legibleName(path)}: its results would go to the same folder, ${name}, as those of ${others}: ` +
    `give --distinct-names, or grade the folders around them, or give them different names`
  );
}

async function gradeAll(
  handed: readonly Handed[],
  records: RecordsFolder,
  lab: Lab,
  options: GradeOptions,
): Promise<void> {
  const progress = createProgress(process.stderr);
  progress.show('building the rigs …');
  const together = handed.length >= SIDE_BY_SIDE;
  const grader = await openGrader(lab, options.seed, true, { together });
  try {
    let done = 0;
    const known = new KnownParts();
    const gradeOne = async ({ submission, name }: Handed) => {
      const tell = ({ title }: { readonly title: string }): void =>
        progress.show(`${done + 1}/${handed.length} ${name}: ${title} …`);
      try {
        const graded = await grader.grade(submission, lab.exercises, tell, known.of(submission));
        known.learn(graded);
        return graded;
      } catch (error) {
        return { error };
      }
    };
    for await (const outcome of inOrder(handed, SIDE_BY_SIDE, gradeOne)) {
      const one = handed[done]!;
      done += 1;
      progress.clear();
      await finishOne(one, outcome, records, lab);
    }
  } finally {
    await grader.close();
  }
}

/** Each submission stands alone: what goes wrong with one is told, and the next is graded. */
async function finishOne(
  { submission, source, name }: Handed,
  outcome: Graded | { readonly error: unknown },
  records: RecordsFolder,
  lab: Lab,
): Promise<void> {
  try {
    if ('error' in outcome) {
      throw outcome.error;
    }
    const passedOver = submission.passedOver.length > 0 ? { passedOver: submission.passedOver } : {};
    const graded = { ...outcome, notes: { ...outcome.notes, source, ...passedOver } };
    await records.write(name, source, recordTexts(graded, lab.lecture));
    for (const warning of graded.notes.warnings) {
      process.stderr.write(`hyperlab: note: ${name}: ${legible(warning, MAX_WARNING)}\n`);
    }
    process.stdout.write(`${summary(graded)}  ${join(relative('', records.of(name)), 'feedback.html')}\n`);
  } catch (error) {
    tellFailure(name, error);
  }
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

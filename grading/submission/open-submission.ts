/** Opens a submission: finds out what it is, and reads the parts that the lab's manifests name. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { findExercises } from './find-exercises.js';
import {
  defaultLimits,
  explainSystemError,
  FolderSource,
  isArchiveName,
  legibleName,
  openArchive,
  readWholeFile,
  type Source,
  SubmissionError,
  type SubmissionLimits,
  tooLargePacked,
} from './files/index.js';
import {
  collectLoose,
  collectParts,
  expected,
  partOf,
  type Collected,
  type LabFiles,
  type SubmittedPart,
} from './layout.js';
import { findLoose, LooseFiles, type LooseFile } from './loose.js';
import { submissionName } from './names.js';

/** Its parts by exercise id. An exercise that is not there was not handed in; at least one was. */
export interface Submission extends Collected {
  /** Made from the name of the file or folder; safe as the name of a folder. Two submissions may have the same. */
  readonly name: string;
}

/**
 * Reads the submission at `path`: a folder, a .zip or a .tar.gz, holding folders named like exercises (`08-trap-and-emulate/`),
 * or a copy of the lab with `exercises/`; either of them may lie inside other folders, or in one more archive, as learning
 * platforms pack them. Where there is no such folder, files called like parts (`emulate.ts`) are these parts. Everything is held in memory. Throws SubmissionError, and nothing else, for anything about the
 * submission itself; it has all faults that were found.
 */
export async function openSubmission(
  path: string,
  lab: LabFiles,
  limits: Partial<SubmissionLimits> = {},
): Promise<Submission> {
  const all = { ...defaultLimits, ...limits };
  return named(path, async () => ({
    name: submissionName(path),
    ...(await collectFrom(await openSource(path, all), lab, all)),
  }));
}

/** Files that one student handed in side by side, without folders, as Canvas gives them; `path` stands in messages. */
export async function openFiles(
  path: string,
  files: readonly LooseFile[],
  lab: LabFiles,
  limits: Partial<SubmissionLimits> = {},
): Promise<Submission> {
  const all = { ...defaultLimits, ...limits };
  return named(path, async () => ({
    name: submissionName(path),
    ...(await collectFrom(new LooseFiles(files), lab, all)),
  }));
}

/** The part `file` in the folder of one exercise, read as it will be when it is handed in. */
export function readPart(folder: string, file: string): Promise<SubmittedPart & { note?: string }> {
  return named(folder, async () => {
    const source = await FolderSource.open(folder, defaultLimits);
    return partOf(file, await source.read(file, defaultLimits.partBytes), file);
  });
}

/** Puts the submission's path before each fault. */
async function named<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof SubmissionError) {
      throw new SubmissionError(error.faults.map((fault) => `${legibleName(path) || "''"}: ${fault}`));
    }
    throw error;
  }
}

async function openSource(path: string, limits: SubmissionLimits): Promise<Source> {
  const explain = (error: unknown): never => {
    throw explainSystemError(error, '');
  };
  const stats = await stat(path).catch(explain);
  if (stats.isDirectory()) {
    return FolderSource.open(path, limits);
  }
  if (stats.isFile() && path.endsWith('.ts')) {
    return new LooseFiles([{ name: basename(path), path }]);
  }
  if (!stats.isFile() || !isArchiveName(path)) {
    throw new SubmissionError(
      'is none of the three that are accepted: hand in a folder, a .zip or a .tar.gz (.tgz)',
    );
  }
  const { packedBytes } = limits;
  const bytes = await readWholeFile(path, packedBytes, tooLargePacked(packedBytes)).catch(explain);
  return openArchive(path, bytes, limits);
}

/** Archives inside an archive or a folder: Moodle makes a folder for each student, with what was handed in. */
const MOST_NESTED = 2;

async function collectFrom(
  source: Source,
  lab: LabFiles,
  limits: SubmissionLimits,
  nested = 0,
): Promise<Collected> {
  const { folders, archives, empty } = await findExercises(source, limits.depth);
  const [folder, ...otherFolders] = folders;
  if (otherFolders.length > 0) {
    const places = folders.map((each) => legibleName(each)).join(' and ');
    throw new SubmissionError(`holds exercise folders in several places, ${places}: keep one of them`);
  }
  if (folder !== undefined) {
    return collectParts(source, folder, lab, limits);
  }
  const [archive, ...otherArchives] = archives;
  const loose = await findLoose(source, lab, limits.depth);
  const part = loose.find(({ name }) => lab.exercises.some(({ partFile }) => partFile === name));
  if (part !== undefined && archive !== undefined) {
    const names = [part.path, archive].map((each) => legibleName(each)).join(' and ');
    throw new SubmissionError(`holds a part and an archive, ${names}: keep one of them`);
  }
  if (loose.length > 0 && archive === undefined) {
    return collectLoose(source, loose, lab, limits);
  }
  if (otherArchives.length > 0) {
    const names = archives.map((each) => legibleName(each)).join(' and ');
    throw new SubmissionError(`holds several archives, ${names}: keep one of them`);
  }
  if (archive !== undefined && nested === MOST_NESTED) {
    throw new SubmissionError(
      `${legibleName(archive)} lies more than ${MOST_NESTED} archives deep: pack your exercise folders once`,
    );
  }
  if (archive === undefined) {
    throw new SubmissionError(`${empty ? 'is empty' : 'holds no exercise folder'}: ${expected(lab)}`);
  }
  const bytes = Buffer.from(await source.read(archive, limits.packedBytes));
  return collectFrom(await openArchive(basename(archive), bytes, limits), lab, limits, nested + 1);
}

/** Opens a submission: finds out what it is, reads the parts that the lab's manifests name, and refuses the rest by name. */
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { FolderSource } from './folder.js';
import { collectParts, type LabFiles, type SubmittedPart } from './layout.js';
import { defaultLimits, tooLargePacked, type SubmissionLimits } from './limits.js';
import { explainSystemError, readWholeFile } from './read-file.js';
import type { Source } from './source.js';
import { legibleName, SubmissionError } from './submission-error.js';
import { readTarGz } from './tar.js';
import { readZip } from './zip.js';

export interface Submission {
  /** Made from the name of the file or folder; safe as the name of a folder. Two submissions may have the same. */
  readonly name: string;
  /** By exercise id. An exercise that is not here was not handed in; at least one was. */
  readonly parts: ReadonlyMap<string, SubmittedPart>;
}

/**
 * Reads the submission at `path`: a folder, a .zip, a .tar.gz or a .tgz, holding folders named like exercises
 * (`08-trap-and-emulate/`), or a copy of the lab with `exercises/`, or either of them inside one wrapping folder.
 * Everything is held in memory. Throws SubmissionError, and nothing else, for anything about the submission itself.
 */
export async function openSubmission(
  path: string,
  lab: LabFiles,
  limits: Partial<SubmissionLimits> = {},
): Promise<Submission> {
  const all = { ...defaultLimits, ...limits };
  try {
    const source = await openSource(path, all);
    return { name: submissionName(path), parts: await collectParts(source, lab, all) };
  } catch (error) {
    if (error instanceof SubmissionError) {
      throw new SubmissionError(`${legibleName(path) || "''"}: ${error.message}`);
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
  const unpack = archives.find(({ ending }) => ending.test(path))?.unpack;
  if (!stats.isFile() || unpack === undefined) {
    throw new SubmissionError(
      'is none of the three that are accepted: hand in a folder, a .zip or a .tar.gz (.tgz)',
    );
  }
  const { packedBytes } = limits;
  return unpack(await readWholeFile(path, packedBytes, tooLargePacked(packedBytes)).catch(explain), limits);
}

const archives = [
  { ending: /\.zip$/i, unpack: readZip },
  { ending: /\.(tar\.gz|tgz)$/i, unpack: readTarGz },
];

const MAX_NAME = 80;

/** `Müller & Co.tar.gz` as `Müller-Co`: letters, digits, dots, hyphens and underscores; never empty, hidden or long. */
export function submissionName(path: string): string {
  const base = basename(resolve(path)).replace(/\.(zip|tar\.gz|tgz)$/i, '');
  const plain = base.normalize('NFC').replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '-');
  const short = [...plain].slice(0, MAX_NAME).join('');
  return short.replace(/^[-.]+|[-.]+$/g, '') || 'submission';
}

/** A download as the platform gave it, in one zip file, unpacked into a folder of ours. Nothing leads out of it, and nothing fills the disk. */
import { mkdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  defaultLimits,
  legibleName,
  readZipFile,
  SubmissionError,
  type Source,
} from '../../submission/index.js';
import { DownloadError } from './class-folder.js';
import type { Download, Remark } from './handed-in.js';
import { holdsClass, loneArchive } from './nested.js';
import { readDownload } from './read-download.js';

/** Of a whole class; what one student handed in has its own limits. */
const CLASS_LIMITS = { ...defaultLimits, entries: 100_000, depth: 16, unpackedBytes: 2 * 1024 ** 3 };

/** Reads `path`, a folder or a zip file, which is unpacked into the new folder `to`. @throws DownloadError in one line */
export async function openDownload(path: string, except: readonly string[], to: string): Promise<Download> {
  if (!isZipFile(path)) {
    return openFolder(path, except, to);
  }
  const remarks = await unpack(path, to);
  const download = await openFolder(to, [], `${to}-inside`);
  return { ...download, remarks: [...remarks, ...download.remarks] };
}

/** What lies there; where that is an archive of a whole class, what lies in it, unpacked into the new folder `to`. */
async function openFolder(folder: string, except: readonly string[], to: string): Promise<Download> {
  const archive = loneArchive(folder, except);
  const unpacked = archive && (await unpackIfPossible(archive.path, to));
  if (archive === undefined || unpacked === undefined || !holdsClass(to)) {
    return readDownload(folder, except);
  }
  const within = <Told extends { readonly source: string }>(told: Told): Told => ({
    ...told,
    source: `${archive.source}/${told.source}`,
  });
  const { handedIn, remarks } = readDownload(to);
  return { handedIn: handedIn.map(within), remarks: [...unpacked, ...remarks].map(within) };
}

/** Undefined for what is damaged or means harm: it is one student's, who is told. */
async function unpackIfPossible(path: string, to: string): Promise<Remark[] | undefined> {
  try {
    return await unpack(path, to);
  } catch (error) {
    if (error instanceof DownloadError && error.cause instanceof SubmissionError) {
      return undefined;
    }
    throw error;
  }
}

function isZipFile(path: string): boolean {
  return /\.zip$/i.test(path) && (statSync(path, { throwIfNoEntry: false })?.isFile() ?? false);
}

async function unpack(path: string, to: string): Promise<Remark[]> {
  const remarks: Remark[] = [];
  try {
    mkdirSync(to);
    await copy(await readZipFile(path, CLASS_LIMITS), '', to, remarks);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!(error instanceof SubmissionError) && code === undefined) {
      throw error;
    }
    const why = message.split(/: | \(/)[0];
    throw new DownloadError(`${path}: cannot be unpacked (${why}): unpack it, and give the folder`, {
      cause: error,
    });
  }
  return remarks;
}

async function copy(archive: Source, folder: string, to: string, remarks: Remark[]): Promise<void> {
  for (const { path, kind } of await archive.list(folder)) {
    const place = join(to, path);
    if (kind === 'folder') {
      mkdirSync(place);
      await copy(archive, path, to, remarks);
    } else if (kind === 'file') {
      await copyFile(archive, path, place, remarks);
    } else {
      const message = `${legibleName(path)} is a ${kind}: nobody's work was read from it`;
      remarks.push({ kind: 'passed over', source: path, message });
    }
  }
}

/** A file that cannot be taken out, or is too large for any submission, becomes one that is refused when its student's turn comes. */
async function copyFile(archive: Source, path: string, place: string, remarks: Remark[]): Promise<void> {
  const most = CLASS_LIMITS.packedBytes;
  try {
    writeFileSync(place, await archive.read(path, most));
  } catch (error) {
    if (!(error instanceof SubmissionError)) {
      throw error;
    }
    writeFileSync(place, '');
    truncateSync(place, most + 1); // takes no room on the disk
    const message = `${legibleName(path)} is damaged, or larger than ${most / 2 ** 20} MiB: it was not read`;
    remarks.push({ kind: 'other', source: path, message });
  }
}

/** Zip archives (PKWARE APPNOTE 6.3), read from memory by their central directory; a file is inflated only when it is wanted. */
import yauzl from 'yauzl';
import { ArchiveTree } from './archive.js';
import { tooLargeUnpacked, type SubmissionLimits } from './limits.js';
import type { EntryKind } from './source.js';
import { legibleName, SubmissionError } from './submission-error.js';

/** Undecoded names: yauzl would repair some of the paths that we refuse, and refuse others with its own messages. */
const options = { lazyEntries: true, autoClose: false, decodeStrings: false };

export function readZip(bytes: Buffer, limits: SubmissionLimits): Promise<ArchiveTree> {
  return treeOf(() => yauzl.fromBufferPromise(bytes, options), limits);
}

/** A large archive on the disk, of which little is in memory at a time. It stays open while the process lives. */
export function readZipFile(path: string, limits: SubmissionLimits): Promise<ArchiveTree> {
  return treeOf(() => yauzl.openPromise(path, options), limits);
}

async function treeOf(open: () => Promise<yauzl.ZipFile>, limits: SubmissionLimits): Promise<ArchiveTree> {
  const tree = new ArchiveTree(limits);
  let claimed = 0;
  try {
    const zip = await open();
    for await (const entry of zip.eachEntry()) {
      const path = nameOf(entry);
      const wanted = tree.add(path, kindOf(entry, path), (maxBytes) => inflate(zip, entry, path, maxBytes));
      if (wanted) {
        checkEntry(entry, path);
      }
      claimed += entry.uncompressedSize;
      if (claimed > limits.unpackedBytes) {
        throw new SubmissionError(tooLargeUnpacked(limits.unpackedBytes));
      }
    }
  } catch (error) {
    throw explainZipError(error);
  }
  return tree;
}

function nameOf(entry: yauzl.Entry): string {
  return yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);
}

const FILE_TYPE = 0o170000; // of a Unix mode, which stands in the upper half of the external attributes
const DOS_FOLDER = 0x10;
const kinds: Readonly<Record<number, EntryKind>> = {
  0: 'file', // packed by a system without Unix modes
  0o100000: 'file',
  0o040000: 'folder',
  0o120000: 'symbolic link',
};

function kindOf(entry: yauzl.Entry, path: string): EntryKind {
  const kind = kinds[(entry.externalFileAttributes >>> 16) & FILE_TYPE] ?? 'device';
  const isFolder = /[\\/]$/.test(path) || (entry.externalFileAttributes & DOS_FOLDER) !== 0;
  return kind === 'file' && isFolder ? 'folder' : kind;
}

function checkEntry(entry: yauzl.Entry, path: string): void {
  const shown = legibleName(path);
  if (entry.isEncrypted()) {
    throw new SubmissionError(`${shown} is encrypted: pack it again without a password`);
  }
  if (!entry.canDecodeFileData()) {
    throw new SubmissionError(
      `${shown} is packed by an unusual method: pack it again as an ordinary zip file`,
    );
  }
}

/** Stops soon after `maxBytes`, whatever the headers claim. */
async function inflate(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  path: string,
  maxBytes: number,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let total = 0;
  try {
    const stream = await zip.openReadStreamPromise(entry);
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      total += chunk.length;
      if (total > maxBytes) {
        break;
      }
    }
  } catch (error) {
    throw explainZipError(error, `${legibleName(path)} `);
  }
  return Buffer.concat(chunks);
}

function explainZipError(error: unknown, what = ''): Error {
  if (error instanceof SubmissionError) {
    return error;
  }
  const reason = legibleName(error instanceof Error ? error.message : String(error));
  return new SubmissionError(`${what}cannot be read as a zip archive (${reason}): pack it again`);
}

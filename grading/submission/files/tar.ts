/** Tar archives (POSIX pax, GNU), gzipped or plain, unpacked in memory. */
import { Header, Parser, type ReadEntry } from 'tar';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { ArchiveTree } from './archive.js';
import { tooLargeUnpacked, type SubmissionLimits } from './limits.js';
import type { EntryKind } from './source.js';
import { legibleName, SubmissionError } from './submission-error.js';

export async function readTar(bytes: Buffer, limits: SubmissionLimits): Promise<ArchiveTree> {
  const unpacked = bytes.subarray(0, GZIP.length).equals(GZIP) ? await unzip(bytes, limits) : bytes;
  const first = firstHeader(unpacked);
  const tree = new ArchiveTree(limits);
  try {
    // A null block ends the archive; the parser refuses an archive without entries.
    if (!first.nullBlock) {
      await parse(unpacked, tree);
    }
  } catch (error) {
    if (error instanceof SubmissionError) {
      throw error;
    }
    throw damaged(error instanceof Error ? error.message : String(error));
  }
  return tree;
}

async function unzip(bytes: Buffer, limits: SubmissionLimits): Promise<Buffer> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: limits.unpackedBytes });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === 'ERR_BUFFER_TOO_LARGE'
      ? new SubmissionError(tooLargeUnpacked(limits.unpackedBytes))
      : damaged(message);
  }
}

const GZIP = Buffer.from([0x1f, 0x8b]);
const compressed = [GZIP, Buffer.from([0x28, 0xb5, 0x2f, 0xfd])]; // Zstandard

/** The parser would unpack a compressed file inside once more, without a limit. So it is given tar files only. */
function firstHeader(unpacked: Buffer): Header {
  if (compressed.some((magic) => unpacked.subarray(0, magic.length).equals(magic))) {
    throw damaged('compressed twice');
  }
  if (unpacked.length < 512) {
    throw damaged('shorter than one block');
  }
  let header: Header;
  try {
    header = new Header(unpacked, 0);
  } catch (error) {
    throw damaged((error as Error).message);
  }
  if (!header.nullBlock && !header.cksumValid) {
    throw damaged('its first block is no tar header');
  }
  return header;
}

function parse(unpacked: Buffer, tree: ArchiveTree): Promise<void> {
  return new Promise((resolve, reject) => {
    const parser = new Parser({ strict: true, onReadEntry: (entry) => collect(entry, tree) });
    parser.on('ignoredEntry', ({ path }: ReadEntry) => {
      reject(
        new SubmissionError(
          `${legibleName(path)} is of a kind that is not accepted: pack plain files and folders`,
        ),
      );
    });
    parser.on('error', reject);
    parser.on('end', resolve);
    parser.write(unpacked);
    parser.end();
  });
}

function collect(entry: ReadEntry, tree: ArchiveTree): void {
  const chunks: Buffer[] = [];
  const wanted = tree.add(entry.path, kindOf(entry.type), () => Promise.resolve(Buffer.concat(chunks)));
  if (wanted) {
    entry.on('data', (chunk: Buffer) => chunks.push(chunk));
  } // slices of what is in memory already
  else {
    entry.resume();
  }
}

function kindOf(type: string): EntryKind {
  return kinds[type] ?? 'device';
}

const kinds: Readonly<Record<string, EntryKind>> = {
  File: 'file',
  OldFile: 'file',
  ContiguousFile: 'file',
  Directory: 'folder',
  GNUDumpDir: 'folder',
  SymbolicLink: 'symbolic link',
  Link: 'hard link',
};

function damaged(reason: string): SubmissionError {
  return new SubmissionError(`cannot be read as a .tar.gz archive (${legibleName(reason)}): pack it again`);
}

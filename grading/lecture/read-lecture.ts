/** Reads a lecture from the disk: bytes to text, with the pictures that lie beside it. */
import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { imageFiles } from './pictures/index.js';
import { LectureError, type Lecture } from './sections/index.js';
import { parseLecture } from './parse-lecture.js';

/** Far above any lecture (ours has about 20 KiB), far below what would stop the grader. */
const MAX_BYTES = 2 * 1024 * 1024;

/**
 * The lecture in this Markdown file; pictures in the file's folder become part of it as `data:` URIs.
 * @throws LectureError with one line that says where, what, and how to mend it.
 */
export function readLecture(file: string): Lecture {
  const markdown = decode(file, readBytes(file));
  return parseLecture(markdown, { name: path.basename(file), file, resolveImage: imageFiles(file) });
}

function readBytes(file: string): Buffer {
  try {
    const stat = statSync(file);
    if (stat.isDirectory()) {
      throw new LectureError(file, undefined, 'is a folder; name the Markdown file in it');
    }
    // A pipe or a device could keep the reader waiting for ever.
    if (!stat.isFile()) {
      throw new LectureError(file, undefined, 'is not a plain file; name a Markdown file');
    }
    if (stat.size > MAX_BYTES) {
      throw new LectureError(
        file,
        undefined,
        `has ${stat.size} bytes; a lecture may have ${MAX_BYTES}, so shorten it`,
      );
    }
    return readFileSync(file);
  } catch (error) {
    if (error instanceof LectureError) {
      throw error;
    }
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    const problem =
      code === 'ENOENT'
        ? 'there is no such file; check the path'
        : `cannot be read (${code}); check the path and its permissions`;
    throw new LectureError(file, undefined, problem);
  }
}

function decode(file: string, bytes: Buffer): string {
  try {
    // The byte order mark is kept, so that text and bytes have the same digest; the parser skips it.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new LectureError(
      file,
      firstBrokenLine(bytes),
      'is not UTF-8 text; save the file in the encoding UTF-8',
    );
  }
}

/** Counted from 1. A newline is never part of a longer UTF-8 sequence, so lines can be looked at one by one. */
function firstBrokenLine(bytes: Buffer): number {
  let line = 1;
  let start = 0;
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
    if (!isUtf8(bytes.subarray(start, end))) {
      return line;
    }
    line += 1;
    start = end + 1;
  }
  return line;
}

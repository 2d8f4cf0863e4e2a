/** Reads one file from disk, and never more of it than the limit and one byte, whatever size it has. */
import { constants, type Stats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { SubmissionError } from './submission-error.js';

/**
 * The bytes of the file at `path`; throws SubmissionError with the text `tooLarge` where there are more than `maxBytes`.
 * `flags` are added to those of opening; `accept` looks at the file that was really opened and may throw.
 */
export async function readWholeFile(
  path: string | Buffer,
  maxBytes: number,
  tooLarge: string,
  flags = 0,
  accept: (stats: Stats) => Promise<void> | void = () => undefined,
): Promise<Buffer> {
  // Not blocking: opening a named pipe would otherwise wait for whoever writes into it.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | flags);
  try {
    const stats = await file.stat();
    if (!stats.isFile()) {
      throw new SubmissionError('is not a regular file: hand in plain files');
    }
    await accept(stats);
    if (stats.size > maxBytes) {
      throw new SubmissionError(tooLarge);
    }
    const bytes = await readUpTo(file, maxBytes + 1);
    if (bytes.length > maxBytes) {
      throw new SubmissionError(tooLarge);
    }
    return bytes;
  } finally {
    await file.close();
  }
}

const CHUNK = 64 * 1024;

/** The file may grow while it is read, so its size is only a hint. */
async function readUpTo(file: FileHandle, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let total = 0;
  while (total < maxBytes) {
    const wanted = Math.min(CHUNK, maxBytes - total);
    const { bytesRead, buffer } = await file.read(Buffer.alloc(wanted), 0, wanted, null);
    if (bytesRead === 0) {
      break;
    }
    chunks.push(buffer.subarray(0, bytesRead));
    total += bytesRead;
  }
  return Buffer.concat(chunks);
}

/** What the operating system refused, in words; `what` names the file inside the submission, '' the submission itself. */
export function explainSystemError(error: unknown, what: string): Error {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof SubmissionError || code === undefined) {
    return error as Error;
  }
  const it = what === '' ? '' : `${what} `;
  switch (code) {
    case 'ENOENT':
      return new SubmissionError(`${it}does not exist: check the path`);
    case 'EACCES':
    case 'EPERM':
      return new SubmissionError(`${it}may not be read: give yourself the permission to read it`);
    case 'ELOOP':
      return new SubmissionError(
        `${it}is a symbolic link, or one that leads in a circle: hand in plain files`,
      );
    default:
      return new SubmissionError(`${it}cannot be read (${code}): copy it to another place and try again`);
  }
}

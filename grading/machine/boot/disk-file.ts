/** A disk image in a file: the guest's disk is a copy in memory. What the guest has changed is saved when the run ends, or lost. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { BootError } from './boot-error.js';
import { readFile } from './read-program.js';

const SECTOR_BYTES = 512;
const LARGEST_DISK = 512 * 1024 * 1024;

/** The guest's copy alone: the file stays as it is. BootError where the file is no disk: not there, or not of whole sectors. */
export function readDisk(file: string): Uint8Array {
  const saved = readFile(file, LARGEST_DISK);
  if (saved.length === 0 || saved.length % SECTOR_BYTES !== 0) {
    throw new BootError(
      `${file}: a disk has whole sectors of ${SECTOR_BYTES} bytes, this file has ${saved.length} bytes: make it longer with 'truncate'`,
    );
  }
  return Uint8Array.from(saved);
}

/**
 * The guest's copy. What it has changed is written to the file, sector by sector, when the process exits, also when it is
 * ended from outside. BootError as readDisk, and where the file is not writable.
 */
export function openDisk(file: string): Uint8Array {
  const bytes = readDisk(file);
  const saved = Uint8Array.from(bytes);
  const handle = openForWriting(file);
  process.once('exit', () => {
    for (let at = 0; at < bytes.length; at += SECTOR_BYTES) {
      const sector = bytes.subarray(at, at + SECTOR_BYTES);
      if (Buffer.compare(sector, saved.subarray(at, at + SECTOR_BYTES)) !== 0) {
        writeSync(handle, sector, 0, SECTOR_BYTES, at);
      }
    }
    closeSync(handle);
  });
  return bytes;
}

function openForWriting(file: string): number {
  try {
    return openSync(file, 'r+');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new BootError(`${file}: the disk cannot be written (${code}): make the file writable, or copy it`);
  }
}

/** A disk image in a file: the guest's disk is a copy in memory, and what the guest has changed is saved when the run ends. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { BootError } from './boot-error.js';
import { readFile } from './read-program.js';

const SECTOR_BYTES = 512;
const LARGEST_DISK = 512 * 1024 * 1024;

export interface DiskFile {
  readonly bytes: Uint8Array;
  /** Writes the changed sectors, and only those, to the file. */
  save(): void;
}

/** BootError where the file is no disk: not there, not writable, or not of whole sectors. */
export function openDisk(file: string): DiskFile {
  const saved = readFile(file, LARGEST_DISK);
  if (saved.length === 0 || saved.length % SECTOR_BYTES !== 0) {
    throw new BootError(
      `${file}: a disk has whole sectors of ${SECTOR_BYTES} bytes, this file has ${saved.length} bytes: make it longer with 'truncate'`,
    );
  }
  const handle = openForWriting(file);
  const bytes = Uint8Array.from(saved);
  const save = (): void => {
    for (let at = 0; at < bytes.length; at += SECTOR_BYTES) {
      const sector = bytes.subarray(at, at + SECTOR_BYTES);
      if (Buffer.compare(sector, saved.subarray(at, at + SECTOR_BYTES)) !== 0) {
        writeSync(handle, sector, 0, SECTOR_BYTES, at);
        saved.set(sector, at);
      }
    }
  };
  process.once('exit', () => {
    save(); // also when the command is ended from outside
    closeSync(handle);
  });
  return { bytes, save };
}

function openForWriting(file: string): number {
  try {
    return openSync(file, 'r+');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new BootError(`${file}: the disk cannot be written (${code}): make the file writable, or copy it`);
  }
}

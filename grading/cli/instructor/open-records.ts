/** Opens the folder of `--out`. */
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { InputError } from '../../command-line/index.js';
import { RecordsFolder } from '../../records/index.js';

/** Undefined where it is not there and `make` is false. */
export function openRecords(out: string, make: boolean): RecordsFolder | undefined {
  const folder = resolve(out);
  try {
    if (make) {
      makeWithParents(folder);
    }
    return existsSync(folder) ? new RecordsFolder(folder) : undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(
      `${folder}: the folder cannot be made or written into (${code}): give --out a folder that you may write`,
    );
  }
}

/** Like mkdir -p. (Node's own `recursive` never returns where a file system refuses with ENOENT, as /proc does.) */
export function makeWithParents(folder: string): void {
  if (existsSync(folder) && statSync(folder).isDirectory()) {
    return;
  }
  if (dirname(folder) !== folder) {
    makeWithParents(dirname(folder));
  }
  mkdirSync(folder);
}

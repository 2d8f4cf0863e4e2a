/** The folder of a class on the disk: its entries without what systems leave behind, however often it is wrapped. */
import { existsSync, lstatSync, readdirSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { UsersFault } from '../../users-fault.js';
import { isArchiveName, isClutter, isNumbered } from '../../submission/index.js';

export interface ClassEntry {
  readonly name: string;
  /** From the folder that was given, with forward slashes. */
  readonly source: string;
  readonly path: string;
  /** `misspelt`: its name is no UTF-8, and nothing can be opened by it. */
  readonly kind: 'file' | 'folder' | 'link' | 'misspelt' | 'other';
  /** A file whose name is that of an archive. */
  readonly archive: boolean;
}

/** A class that cannot be read. */
export class DownloadError extends UsersFault {}

/** What lies in the folder of the class, in the order of the names. `isNamed` knows names that only a platform makes. */
export function readClassFolder(folder: string, isNamed: (entry: ClassEntry) => boolean): ClassEntry[] {
  return unwrap(listEntries(folder, ''), isNamed);
}

/**
 * "Extract all" of Windows puts a folder into one of its name, and platforms pack one around all. A folder that stands alone is such a
 * wrapping where it holds several things and none of them is an exercise; else it is the one student's.
 */
function unwrap(entries: ClassEntry[], isNamed: (entry: ClassEntry) => boolean): ClassEntry[] {
  const [only, ...others] = entries;
  if (only?.kind !== 'folder' || others.length > 0 || isNamed(only)) {
    return entries;
  }
  const inside = listEntries(only.path, `${only.source}/`);
  const isWork =
    existsSync(join(only.path, '.git')) ||
    inside.some(({ name, path }) => isNumbered({ name }) || (name === 'exercises' && holdsExercises(path)));
  const isWrapping = !isWork && (inside.length > 1 || inside[0]?.name === only.name || inside.some(isNamed));
  return isWrapping ? unwrap(inside, isNamed) : entries;
}

function holdsExercises(folder: string): boolean {
  return listEntries(folder, '').some(({ name }) => isNumbered({ name }));
}

export function listEntries(folder: string, prefix: string): ClassEntry[] {
  return readFolder(folder)
    .filter(({ name }) => !isClutter(name))
    .map((found) => ({
      name: found.name,
      source: prefix + found.name,
      path: join(folder, found.name),
      kind: kindOf(found, join(folder, found.name)),
      archive: found.isFile() && isArchiveName(found.name),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readFolder(folder: string): Dirent[] {
  try {
    const real = realpathSync(folder);
    if (!statSync(real).isDirectory()) {
      throw new DownloadError(
        `${folder}: is no folder and no zip file: give the download as it is, or unpacked`,
      );
    }
    return readdirSync(real, { withFileTypes: true });
  } catch (error) {
    if (error instanceof DownloadError) {
      throw error;
    }
    const { code } = error as NodeJS.ErrnoException;
    const how = code === 'ENOENT' ? 'does not exist: check the path' : `cannot be read (${code})`;
    throw new DownloadError(`${folder}: ${how}`);
  }
}

function kindOf(found: Dirent, path: string): ClassEntry['kind'] {
  // Node puts U+FFFD in the place of each byte that it cannot read, so that two names may become one.
  if (found.name.includes('\u{FFFD}') && lstatSync(path, { throwIfNoEntry: false }) === undefined) {
    return 'misspelt';
  }
  if (found.isFile()) {
    return 'file';
  }
  if (found.isDirectory()) {
    return 'folder';
  }
  return found.isSymbolicLink() ? 'link' : 'other';
}

/** What a folder and an archive have in common: named entries in folders, and files that can be read in part. */

export type EntryKind = 'file' | 'folder' | 'symbolic link' | 'hard link' | 'device';

export interface Entry {
  readonly name: string;
  /** From the top of the submission, with forward slashes: `08-trap-and-emulate/emulate.ts`. */
  readonly path: string;
  readonly kind: EntryKind;
}

export interface Source {
  /** The entries of `folder`, in the order of their names; '' is the top. */
  list(folder: string): Promise<Entry[]>;
  /** The bytes of a file. Throws SubmissionError when there are more than `maxBytes`, after reading no more than that. */
  read(path: string, maxBytes: number): Promise<Uint8Array>;
}

/** Files that systems and tools leave behind without being asked; nobody hands them in on purpose. */
export function isClutter(name: string): boolean {
  return clutter.has(name) || name.startsWith('._');
}

const clutter = new Set(['.DS_Store', 'Thumbs.db', '__MACOSX', '.git', 'node_modules']);

/** Sorts by code units: the same order on every machine, whatever its language. */
export function byName(a: Entry, b: Entry): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/** What a folder and an archive have in common: named entries in folders, and files that can be read in part. */

export type EntryKind = 'file' | 'folder' | 'symbolic link' | 'hard link' | 'device';

export interface Entry {
  readonly name: string;
  /** From the top of the submission, with forward slashes: `08-trap-and-emulate/emulate.ts`. */
  readonly path: string;
  readonly kind: EntryKind;
}

export interface Source {
  /** The entries of `folder`, in the order of their names, whatever they are; '' is the top. */
  list(folder: string): Promise<Entry[]>;
  /** The bytes of a file. Throws SubmissionError when there are more than `maxBytes`, after reading no more than that. */
  read(path: string, maxBytes: number): Promise<Uint8Array>;
}

/**
 * What systems, editors and tools leave behind without being asked. Nobody hands it in on purpose: it is passed over, whatever
 * it is, and nobody looks inside.
 */
export function isClutter(name: string): boolean {
  return (
    name.startsWith('.') || clutter.has(name.toLowerCase()) || leftovers.some((shape) => shape.test(name))
  );
}

const clutter = new Set([
  '__macosx',
  'thumbs.db',
  'ehthumbs.db',
  'desktop.ini',
  '$recycle.bin',
  'system volume information',
  'icon\r',
  'node_modules',
  '__pycache__',
]);

/** Backup and swap files: `emulate.ts~`, `#emulate.ts#`, `~$notes.docx`, `emulate.ts.swp`. */
const leftovers = [/~$/, /^#.*#$/, /^~\$/, /\.sw[a-p]$/, /\.(bak|orig|rej|tmp)$/i];

/** Sorts by code units: the same order on every machine, whatever its language. */
export function byName(a: Entry, b: Entry): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

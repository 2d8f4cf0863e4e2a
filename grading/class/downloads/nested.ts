/**
 * A download inside of a download: `submissions.zip` alone in what was given, as people pack what a platform gave them. One archive may as
 * well be one student's work, in a class of one: what is in it tells.
 */
import { resolve } from 'node:path';
import { isNumbered } from '../../submission/index.js';
import { listEntries, readClassFolder, type ClassEntry } from './class-folder.js';
import { METADATA } from './gradescope.js';
import { isNamed } from './read-download.js';

/** The zip file that is all there is in `folder`, where no platform gave it a student's name. */
export function loneArchive(folder: string, except: readonly string[]): ClassEntry | undefined {
  const [only, ...others] = readClassFolder(folder, isNamed).filter(
    ({ path }) => !except.includes(resolve(path)),
  );
  const isLone = others.length === 0 && only?.kind === 'file' && /\.zip$/i.test(only.name);
  return isLone && !isNamed(only) ? only : undefined;
}

/** Whether several people's work lies in `folder`: entries that platforms name, or at least two that hold work each. */
export function holdsClass(folder: string): boolean {
  const entries = readClassFolder(folder, isNamed);
  const isOneWork = entries.some(
    (entry) => isNumbered(entry) || (entry.name === 'exercises' && holdsWork(entry, 0)),
  );
  const ofPeople = entries.some((entry) => isNamed(entry) || entry.name === METADATA);
  return !isOneWork && (ofPeople || entries.filter((entry) => holdsWork(entry, DEPTH)).length > 1);
}

/** Tools and platforms wrap a student's work into a folder or two. */
const DEPTH = 2;

function holdsWork({ kind, archive, path }: ClassEntry, depth: number): boolean {
  if (kind !== 'folder') {
    return archive;
  }
  const inside = listEntries(path, '');
  return inside.some((entry) => isNumbered(entry) || (depth > 0 && holdsWork(entry, depth - 1)));
}

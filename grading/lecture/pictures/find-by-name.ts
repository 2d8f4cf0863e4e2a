/** Finds a file by its name alone below a folder: programs with a vault keep pictures where they like, and name them without a path. */
import { readdirSync } from 'node:fs';
import path from 'node:path';

/** A lecture may lie in a home folder; the search ends there rather than going through all of it. */
const MAX_ENTRIES = 5000;

/** The one closest to the folder, then the first by name; undefined when there is none. Hidden folders and links are passed over. */
export function findByName(folder: string, name: string): string | undefined {
  let left = MAX_ENTRIES;
  const folders = [folder];
  for (const each of folders) {
    const entries = entriesOf(each);
    left -= entries.length;
    if (left < 0) {
      return undefined;
    }
    if (entries.some((entry) => entry.isFile() && entry.name === name)) {
      return path.join(each, name);
    }
    const below = entries.filter((entry) => entry.isDirectory() && !/^\.|^node_modules$/.test(entry.name));
    folders.push(...below.map((entry) => path.join(each, entry.name)).sort());
  }
  return undefined;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // not ours to read
  }
}

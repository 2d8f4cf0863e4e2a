/** Finds the folder in which the exercise folders lie, however often it is wrapped. */
import { type Entry, isArchiveName, isClutter, type Source } from './files/index.js';

export interface Found {
  /** The folders that hold exercise folders. */
  readonly folders: readonly string[];
  /** Archives on the way, which may hold them instead. */
  readonly archives: readonly string[];
  /** True when there is nothing at all. */
  readonly empty: boolean;
}

/**
 * Looks at the top, then inside, and no further than where exercise folders lie. Tools wrap what they pack into a folder of its
 * own, learning platforms do it once more for each student, and a copy of the lab has the exercises in `exercises/`.
 */
export async function findExercises(source: Source, depth: number, folder = ''): Promise<Found> {
  const entries = (await source.list(folder)).filter(({ name }) => !isClutter(name));
  if (entries.some(isNumberedFolder)) {
    return { folders: [folder], archives: [], empty: false };
  }
  const exercises = entries.find(({ name, kind }) => name === 'exercises' && kind === 'folder');
  if (exercises && (await source.list(exercises.path)).some(isNumberedFolder)) {
    return { folders: [exercises.path], archives: [], empty: false };
  }
  const archives = entries.filter(({ name, kind }) => kind === 'file' && isArchiveName(name));
  const inside: Found[] = [];
  for (const { kind, path } of entries) {
    if (kind === 'folder' && depth > 0) {
      inside.push(await findExercises(source, depth - 1, path));
    }
  }
  return {
    folders: inside.flatMap(({ folders }) => folders),
    archives: [...archives.map(({ path }) => path), ...inside.flatMap((each) => each.archives)],
    // What lies deeper than anybody looks is not nothing.
    empty: entries.length === inside.length && inside.every(({ empty }) => empty),
  };
}

export function isNumbered({ name }: Pick<Entry, 'name'>): boolean {
  return /^\d\d-/.test(name);
}

/** Or what was meant to be one: a file that has no ending. */
function isNumberedFolder(entry: Entry): boolean {
  return isNumbered(entry) && (entry.kind !== 'file' || !entry.name.includes('.'));
}

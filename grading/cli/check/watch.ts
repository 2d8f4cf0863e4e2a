/** Waits for files to be saved. */
import { readFileSync, statSync, watch, type FSWatcher } from 'node:fs';
import { dirname } from 'node:path';

/** Editors write a file in several steps; this long after the last one, it is taken as saved. */
const SETTLE_MILLISECONDS = 15;

/**
 * How often the files are looked at even when nobody has said that something happened: the system may have no watches left
 * (ENOSPC), a file system may have none at all, and a folder may be put in another's place, as a change of branches does.
 */
const LOOK_MILLISECONDS = 300;

/**
 * Yields, again and again, those of `files` whose content has changed since the last time; first since this call, so that what
 * is saved while the caller is still at work counts. Their folders are watched, not the files: many editors save by putting a
 * new file in the old one's place.
 */
export function watchFiles(
  files: readonly string[],
  watchFolder: typeof watchOne = watchOne,
): AsyncGenerator<string[]> {
  const contents = new Map(files.map((file) => [file, read(file)]));
  return changes(files, contents, watchFolder);
}

async function* changes(
  files: readonly string[],
  contents: Map<string, string | undefined>,
  watchFolder: typeof watchOne,
): AsyncGenerator<string[]> {
  let wake = (): void => undefined;
  let timer: NodeJS.Timeout | undefined;
  const folders = [...new Set(files.map((file) => dirname(file)))].map(
    (path) =>
      new WatchedFolder(path, watchFolder, () => {
        clearTimeout(timer);
        timer = setTimeout(() => wake(), SETTLE_MILLISECONDS);
      }),
  );
  try {
    for (;;) {
      const woken = new Promise<void>((resolve) => (wake = resolve));
      folders.forEach((folder) => folder.watchAgain());
      const now = new Map(files.map((file) => [file, read(file)]));
      const changed = files.filter(
        (file) => now.get(file) !== undefined && now.get(file) !== contents.get(file),
      );
      if (changed.length > 0) {
        changed.forEach((file) => contents.set(file, now.get(file)));
        yield changed;
      } else {
        const look = setTimeout(() => wake(), LOOK_MILLISECONDS);
        await woken;
        clearTimeout(look);
      }
    }
  } finally {
    clearTimeout(timer);
    folders.forEach((folder) => folder.close());
  }
}

/** Watches whichever folder is at a path now. */
class WatchedFolder {
  #watcher: FSWatcher | undefined;
  /** Which folder it was. */
  #inode: bigint | undefined;

  readonly #path: string;
  readonly #watchFolder: typeof watchOne;
  readonly #changed: () => void;

  constructor(path: string, watchFolder: typeof watchOne, changed: () => void) {
    this.#path = path;
    this.#watchFolder = watchFolder;
    this.#changed = changed;
  }

  /** Does nothing where the same folder is watched already. Where none can be watched, looking must do. */
  watchAgain(): void {
    const inode = inodeOf(this.#path);
    if (this.#inode === inode) {
      return;
    }
    this.close();
    this.#inode = inode;
    if (inode !== undefined) {
      this.#watcher = this.#watchFolder(this.#path, this.#changed);
      this.#watcher?.on('error', () => this.close());
    }
  }

  close(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }
}

/** Undefined where the system refuses. */
function watchOne(folder: string, changed: () => void): FSWatcher | undefined {
  try {
    return watch(folder, changed);
  } catch {
    return undefined;
  }
}

function inodeOf(path: string): bigint | undefined {
  try {
    return statSync(path, { bigint: true }).ino;
  } catch {
    return undefined;
  }
}

/** The file's bytes; undefined while it is not there, as between the two steps of an editor's save. */
function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return undefined;
  }
}

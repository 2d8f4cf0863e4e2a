/** Waits for files to be saved. */
import { readFileSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Editors write a file in several steps; this long after the last one, it is taken as saved. */
const SETTLE_MILLISECONDS = 15;

/**
 * Yields, again and again, those of `files` whose content has changed since the last time. Their folders are watched, not
 * the files: many editors save by putting a new file in the old one's place.
 */
export async function* watchFiles(files: readonly string[]): AsyncGenerator<string[]> {
  const contents = new Map(files.map((file) => [file, read(file)]));
  let wake = (): void => undefined;
  let timer: NodeJS.Timeout | undefined;
  const folders = new Set(files.map((file) => dirname(file)));
  const watchers = [...folders].map((folder) =>
    watch(folder, (_event, name) => {
      if (name !== null && !files.some((file) => dirname(file) === folder && basename(file) === name)) {
        return;
      }
      clearTimeout(timer);
      timer = setTimeout(() => wake(), SETTLE_MILLISECONDS);
    }),
  );
  try {
    for (;;) {
      const woken = new Promise<void>((resolve) => (wake = resolve));
      const changed = files.filter((file) => read(file) !== undefined && read(file) !== contents.get(file));
      if (changed.length > 0) {
        for (const file of changed) {
          contents.set(file, read(file));
        }
        yield changed;
      } else {
        await woken;
      }
    }
  } finally {
    for (const watcher of watchers) {
      watcher.close();
    }
  }
}

/** The file's text; undefined while it is not there, as between the two steps of an editor's save. */
function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

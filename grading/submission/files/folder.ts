/** A submission that lies on disk as a folder. Links are never followed, not even when one is slipped in while we read. */
import { constants, type Dirent } from 'node:fs';
import { opendir, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { tooLarge, tooMany, type SubmissionLimits } from './limits.js';
import { explainSystemError, readWholeFile } from './read-file.js';
import { byName, type Entry, type EntryKind, type Source } from './source.js';
import { legibleName, SubmissionError } from './submission-error.js';

export class FolderSource implements Source {
  #seen = 0;

  readonly #root: string;
  readonly #limits: SubmissionLimits;

  private constructor(root: string, limits: SubmissionLimits) {
    this.#root = root;
    this.#limits = limits;
  }

  /** `path` itself may be a link: it was named by whoever grades. */
  static async open(path: string, limits: SubmissionLimits): Promise<FolderSource> {
    try {
      return new FolderSource(await realpath(path), limits);
    } catch (error) {
      throw explainSystemError(error, '');
    }
  }

  async list(folder: string): Promise<Entry[]> {
    const entries: Entry[] = [];
    try {
      await this.#refuseDetour(join(this.#root, folder), folder);
      for await (const found of await opendir(join(this.#root, folder))) {
        if (++this.#seen > this.#limits.entries) {
          throw new SubmissionError(tooMany(this.#limits.entries));
        }
        entries.push({
          name: found.name,
          path: folder ? `${folder}/${found.name}` : found.name,
          kind: kindOf(found),
        });
      }
    } catch (error) {
      throw explainSystemError(error, legibleName(folder));
    }
    return entries.sort(byName);
  }

  async read(path: string, maxBytes: number): Promise<Uint8Array> {
    const full = join(this.#root, path);
    const shown = legibleName(path);
    try {
      return await readWholeFile(
        full,
        maxBytes,
        tooLarge(shown, maxBytes),
        constants.O_NOFOLLOW,
        async ({ nlink }) => {
          // A second name (a hard link) may lead to a file that is not the student's.
          if (nlink > 1) {
            throw new SubmissionError(`${shown} is a hard link: hand in a copy of the file`);
          }
          await this.#refuseDetour(dirname(full), shown);
        },
      );
    } catch (error) {
      throw explainSystemError(error, shown);
    }
  }

  /** Throws when a folder on the way has become a link to somewhere else since it was listed. */
  async #refuseDetour(folder: string, shown: string): Promise<void> {
    if ((await realpath(folder)) === folder) {
      return;
    }
    throw new SubmissionError(`${shown} is reached through a symbolic link: hand in plain folders`);
  }
}

function kindOf(found: Dirent): EntryKind {
  if (found.isFile()) {
    return 'file';
  }
  if (found.isDirectory()) {
    return 'folder';
  }
  return found.isSymbolicLink() ? 'symbolic link' : 'device';
}

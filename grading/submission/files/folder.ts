/** A submission that lies on disk as a folder. Links are never followed, not even when one is slipped in while we read. */
import { constants, type Dirent, type OpenDirOptions } from 'node:fs';
import { opendir, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { tooLarge, tooMany, type SubmissionLimits } from './limits.js';
import { explainSystemError, readWholeFile } from './read-file.js';
import { byName, type Entry, type EntryKind, type Source } from './source.js';
import { legibleName, SubmissionError } from './submission-error.js';

export class FolderSource implements Source {
  #seen = 0;
  /** Where entries really lie, as bytes: a name need not be UTF-8, and what is shown of it then leads nowhere. */
  readonly #places = new Map<string, Buffer>();

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
      const place = this.#placeOf(folder);
      await this.#refuseDetour(place, folder);
      for await (const found of await openAsBytes(place)) {
        if (++this.#seen > this.#limits.entries) {
          throw new SubmissionError(tooMany(this.#limits.entries));
        }
        const name = found.name.toString();
        const path = folder ? `${folder}/${name}` : name;
        this.#places.set(path, Buffer.concat([place, SLASH, found.name]));
        entries.push({ name, path, kind: kindOf(found) });
      }
    } catch (error) {
      throw explainSystemError(error, legibleName(folder));
    }
    return entries.sort(byName);
  }

  async read(path: string, maxBytes: number): Promise<Uint8Array> {
    const shown = legibleName(path);
    try {
      return await readWholeFile(
        this.#placeOf(path),
        maxBytes,
        tooLarge(shown, maxBytes),
        constants.O_NOFOLLOW,
        async ({ nlink }) => {
          // A second name (a hard link) may lead to a file that is not the student's.
          if (nlink > 1) {
            throw new SubmissionError(`${shown} is a hard link: hand in a copy of the file`);
          }
          const folder = dirname(path);
          await this.#refuseDetour(this.#placeOf(folder === '.' ? '' : folder), shown);
        },
      );
    } catch (error) {
      throw explainSystemError(error, shown);
    }
  }

  #placeOf(path: string): Buffer {
    return this.#places.get(path) ?? Buffer.from(join(this.#root, path));
  }

  /** Throws when a folder on the way has become a link to somewhere else since it was listed. */
  async #refuseDetour(folder: Buffer, shown: string): Promise<void> {
    if ((await realpath(folder, { encoding: 'buffer' })).equals(folder)) {
      return;
    }
    throw new SubmissionError(`${shown} is reached through a symbolic link: hand in plain folders`);
  }
}

const SLASH = Buffer.from('/');

/** Node.js gives names as bytes when it is asked for them; its types do not know this of `opendir`. */
function openAsBytes(folder: Buffer): Promise<AsyncIterable<Dirent<Buffer>>> {
  const options = { encoding: 'buffer' } as unknown as OpenDirOptions;
  return opendir(folder, options) as unknown as Promise<AsyncIterable<Dirent<Buffer>>>;
}

function kindOf(found: Dirent<Buffer>): EntryKind {
  if (found.isFile()) {
    return 'file';
  }
  if (found.isDirectory()) {
    return 'folder';
  }
  return found.isSymbolicLink() ? 'symbolic link' : 'device';
}

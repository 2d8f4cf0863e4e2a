/** The folder of `--out`: one folder in it for each submission, which belongs to that submission alone. */
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { UsersFault } from '../users-fault.js';
import { finishLeftovers, RECORDS, REFUSAL } from './leftovers.js';
import { replaceFolder } from './replace-folder.js';

/** Two submissions have one name; the first keeps its folder. */
export class TakenByAnother extends UsersFault {}

export class RecordsFolder {
  readonly #path: string;

  /** `path` is an absolute path, of a folder. Throws the system's error where nothing can be written into it. */
  constructor(path: string) {
    accessSync(path, constants.W_OK | constants.X_OK);
    this.#path = path;
    finishLeftovers(path);
  }

  /** The folder of the submission of this name. */
  of(name: string): string {
    return join(this.#path, name);
  }

  /** Throws TakenByAnother where the folder of this name holds the results of another submission than `source`, a path. */
  requireFree(name: string, source: string): void {
    const owner = ownerOf(this.of(name));
    if (owner !== undefined && owner !== source) {
      throw taken(source, this.of(name), owner);
    }
  }

  /** All of `files` or none, in place of what was there of the same submission. */
  async write(name: string, source: string, files: Readonly<Record<string, string>>): Promise<void> {
    let owner: string | undefined;
    const written = await replaceFolder(this.#path, name, files, (folder) => {
      owner = ownerOf(folder);
      return owner === undefined || owner === source;
    });
    if (!written) {
      throw taken(source, this.of(name), owner!);
    }
  }

  /**
   * Says in the folder of an earlier result that what was handed in since cannot be graded, and moves that result to
   * `earlier/`, so that nobody takes it for the current one. False where there is no folder of this submission.
   */
  refuse(name: string, source: string, reasons: readonly string[]): boolean {
    const folder = this.of(name);
    if (!existsSync(folder) || (ownerOf(folder) ?? source) !== source) {
      return false;
    }
    const present = RECORDS.filter((record) => existsSync(join(folder, record)));
    if (present.length > 0) {
      mkdirSync(join(folder, EARLIER), { recursive: true });
    }
    // result.json first: it is what other programs read.
    for (const record of present) {
      renameSync(join(folder, record), join(folder, EARLIER, record));
    }
    writeFileSync(join(folder, REFUSAL), `${reasons.join('\n')}\n`);
    return true;
  }
}

const EARLIER = 'earlier';

/** The path of the submission whose records lie in `folder`; undefined where that is not known. */
function ownerOf(folder: string): string | undefined {
  for (const place of [folder, join(folder, EARLIER)]) {
    try {
      const notes = JSON.parse(readFileSync(join(place, 'run.json'), 'utf8')) as { source?: unknown } | null;
      if (typeof notes?.source === 'string') {
        return notes.source;
      }
    } catch {
      // No such file, or somebody else's: then it says nothing.
    }
  }
  return undefined;
}

function taken(source: string, folder: string, owner: string): TakenByAnother {
  return new TakenByAnother(
    `${source}: ${folder} holds the results of ${owner}: remove that folder if this one is to take its place, ` +
      `or keep them apart with --distinct-names or another --out`,
  );
}

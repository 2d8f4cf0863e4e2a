/** Parts that were handed in as they are, without the folders of their exercises: `emulate.ts` tells by its name what it is. */
import { constants } from 'node:fs';
import { nearlyPart, type LabFiles } from './layout.js';
import {
  byName,
  type Entry,
  explainSystemError,
  isClutter,
  legibleName,
  readWholeFile,
  type Source,
  tooLarge,
} from './files/index.js';

/** A file on the disk, and what it was called when it was handed in. */
export interface LooseFile {
  readonly name: string;
  readonly path: string;
}

/** Files from several places, as if they lay side by side in one folder. */
export class LooseFiles implements Source {
  readonly #files: readonly LooseFile[];

  constructor(files: readonly LooseFile[]) {
    this.#files = files;
  }

  list(folder: string): Promise<Entry[]> {
    const entries = this.#files.map(({ name }): Entry => ({ name, path: name, kind: 'file' }));
    return Promise.resolve(folder === '' ? entries.sort(byName) : []);
  }

  async read(path: string, maxBytes: number): Promise<Uint8Array> {
    const file = this.#files.find(({ name }) => name === path);
    if (file === undefined) {
      throw new Error(`${path} is none of these files`);
    }
    const shown = legibleName(path);
    try {
      return await readWholeFile(file.path, maxBytes, tooLarge(shown, maxBytes), constants.O_NOFOLLOW);
    } catch (error) {
      throw explainSystemError(error, shown);
    }
  }
}

/** All files called like a part, or nearly so, however deep they lie, and what lies beside them; none where there is no such file. */
export async function findLoose(
  source: Source,
  lab: LabFiles,
  depth: number,
  folder = '',
): Promise<readonly Entry[]> {
  const entries = (await source.list(folder)).filter(({ name }) => !isClutter(name));
  const here = entries.some(({ name, kind }) => kind !== 'folder' && nearlyPart(name, lab) !== undefined)
    ? entries.filter(({ kind }) => kind !== 'folder')
    : [];
  const below: Entry[] = [];
  for (const { kind, path } of entries) {
    if (kind === 'folder' && depth > 0) {
      below.push(...(await findLoose(source, lab, depth - 1, path)));
    }
  }
  return [...here, ...below];
}

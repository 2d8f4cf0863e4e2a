/** Where the lab lies on disk, for files that are read at run time: the same from the sources and from dist/. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The folder of hyperlab's package.json, at or above `from`. Throws where there is none. */
export function labRoot(from: string = __dirname): string {
  for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
    if (isLab(path.join(folder, 'package.json'))) {
      return folder;
    }
    if (folder === path.dirname(folder)) {
      throw new Error(
        `no package.json of hyperlab at or above ${from}; run hyperlab from a complete checkout`,
      );
    }
  }
}

function isLab(file: string): boolean {
  if (!existsSync(file)) {
    return false;
  }
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { name?: unknown } | null)?.name === 'hyperlab';
  } catch {
    return false; // somebody else's broken package.json on the way up
  }
}

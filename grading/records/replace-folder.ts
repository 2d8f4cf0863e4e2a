/**
 * Puts a folder of files in place of another: first all files beside it, then one rename. Whenever the process ends, there is
 * the old folder or the new one, and never a mixture. (Between two renames there is neither for a moment; the next run
 * finishes that.)
 */
import { renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import { carryOver, makeAside, makeStaging, removeStaging, type Staging } from './leftovers.js';
import { syncFolder, writeFiles } from './write-files.js';

/** `mayReplace` is asked of the folder in place, once nobody else can put another there; false leaves it, and gives false. */
export async function replaceFolder(
  out: string,
  name: string,
  files: Readonly<Record<string, string>>,
  mayReplace: (folder: string) => boolean,
): Promise<boolean> {
  const staging = makeStaging(out, name);
  try {
    await writeFiles(staging.fresh, files);
    const replaced = swap(staging, join(out, name), mayReplace);
    await syncFolder(out);
    return replaced;
  } finally {
    removeStaging(staging);
  }
}

/** Each round is lost to another grader that does the same at the same moment; the last of them stays, and is complete. */
const MOST_ROUNDS = 20;

function swap(staging: Staging, target: string, mayReplace: (folder: string) => boolean): boolean {
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    if (moves(staging.fresh, target)) {
      return true;
    }
    const aside = makeAside(staging, basename(target), round);
    if (!moves(target, aside)) {
      continue; // it has gone meanwhile
    }
    if (!mayReplace(aside)) {
      moves(aside, target);
      return false;
    }
    carryOver(aside, staging.fresh);
  }
  throw new Error(`${target}: other graders keep writing here; give each an --out of its own`);
}

/** False where something is in the way, or where there is nothing to move any more. */
function moves(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOTDIR' || code === 'ENOENT') {
      return false;
    }
    throw error;
  }
}

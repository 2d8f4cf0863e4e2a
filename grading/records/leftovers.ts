/**
 * Folders in which a run prepares what it will put in place: `.hyperlab-<mark>-<random>/new/NAME`, and `old-1/NAME` once
 * the earlier folder has been moved aside. Each is of one process, which its mark names.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { mayBeAlive, processMark } from '../sandbox/index.js';

const PREFIX = '.hyperlab-';

export interface Staging {
  readonly folder: string;
  /** The folder that will be in place. */
  readonly fresh: string;
}

/** A new staging folder in `out` for the folder `name`. */
export function makeStaging(out: string, name: string): Staging {
  const folder = mkdtempSync(join(out, `${PREFIX}${processMark()}-`));
  const staging = { folder, fresh: join(folder, 'new', name) };
  try {
    mkdirSync(join(folder, 'new'));
    mkdirSync(staging.fresh); // with the usual mode: the staging folder itself is private
    return staging;
  } catch (error) {
    removeStaging(staging);
    throw error;
  }
}

const ASIDE = 'old-';

/** Where the folder in place is moved: the `nth` in the way, should other graders keep putting theirs there. */
export function makeAside({ folder }: Staging, name: string, nth: number): string {
  const aside = join(folder, `${ASIDE}${nth}`);
  mkdirSync(aside);
  return join(aside, name);
}

export function removeStaging({ folder }: Pick<Staging, 'folder'>): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Finishes what dead runs have left in `out`: where a folder was moved aside and nothing came in its place, the new one does. */
export function finishLeftovers(out: string): void {
  for (const name of readdirSync(out).filter((each) => each.startsWith(PREFIX))) {
    const folder = join(out, name);
    if (!mayBeAlive(name.slice(PREFIX.length).replace(/-[^-]*$/, ''), folder)) {
      for (const old of entriesOf(folder)
        .filter((each) => each.startsWith(ASIDE))
        .sort()) {
        entriesOf(join(folder, old)).forEach((moved) => putInPlace(out, folder, old, moved));
      }
      removeStaging({ folder });
    }
  }
}

/** Nothing is moved aside before the new folder is complete. */
function putInPlace(out: string, staging: string, old: string, name: string): void {
  const target = join(out, name);
  const aside = join(staging, old, name);
  if (!existsSync(target)) {
    const fresh = join(staging, 'new', name);
    renameSync(existsSync(fresh) ? fresh : aside, target);
  }
  carryOver(aside, target);
}

/** Moves what somebody else put into the old folder, such as an instructor's notes, into the new one. */
export function carryOver(old: string, fresh: string): void {
  for (const name of entriesOf(old)) {
    if (!OURS.has(name) && !existsSync(join(fresh, name))) {
      renameSync(join(old, name), join(fresh, name));
    }
  }
}

/** What a run writes; it is replaced, or goes. */
export const RECORDS = ['result.json', 'feedback.html', 'junit.xml', 'run.json'] as const;
export const REFUSAL = 'refused.txt';
const OURS: ReadonlySet<string> = new Set([...RECORDS, REFUSAL]);

/** None where it is not there, or is a file that stood in the way. */
function entriesOf(folder: string): string[] {
  return existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder) : [];
}

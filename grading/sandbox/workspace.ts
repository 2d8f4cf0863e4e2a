/**
 * A folder for the files of one run. Nobody else can look into it or guess its name, and it goes when the run ends. A run
 * that was killed takes nothing along: its folder says in its name which process made it, and the next run clears it away.
 */
import { mkdtempSync, readdirSync, lstatSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { processMark, mayBeAlive } from './process-mark.js';

const PREFIX = 'hyperlab-';

export class Workspace {
  readonly folder: string;
  readonly #removeAtExit = (): void => this.remove();

  /** `place` may be private or relative (as TMPDIR may be): other users are handed open files, never paths into it. */
  constructor(place = tmpdir()) {
    const absolute = resolve(place);
    clearLeftovers(absolute);
    this.folder = mkdtempSync(join(absolute, `${PREFIX}${processMark()}-`)); // mode 0700, and a random end
    process.once('exit', this.#removeAtExit);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  remove(): void {
    process.off('exit', this.#removeAtExit);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const cleared = new Set<string>();

/** Removes what dead runs of this user have left in `place`; looked for once in a process. */
function clearLeftovers(place: string): void {
  if (cleared.has(place)) {
    return;
  }
  cleared.add(place);
  for (const name of readdirSync(place)) {
    const mark = name.startsWith(PREFIX) ? name.slice(PREFIX.length).replace(/-[^-]*$/, '') : '';
    const folder = join(place, name);
    if (mark !== '' && isMine(folder) && !mayBeAlive(mark, folder)) {
      removeQuietly(folder);
    }
  }
}

function isMine(folder: string): boolean {
  try {
    const stats = lstatSync(folder);
    return stats.isDirectory() && stats.uid === process.getuid?.();
  } catch {
    return false; // gone meanwhile: another run cleared it
  }
}

/** Two runs may clear the same folder at the same time, and neither must fail for it. */
function removeQuietly(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // It stays for the next run.
  }
}

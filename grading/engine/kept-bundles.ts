/**
 * Bundles that were built before, kept in dist/ under the digest of all that they are made of: building them takes longer than a
 * student's whole check. They are copied to where they are used, which may be the only place that a rig's user can read.
 */
import { cpSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Those of sources that are gone are thrown away after a day. */
const KEPT_MILLISECONDS = 24 * 60 * 60 * 1000;

export class KeptBundles {
  readonly #place: string;
  readonly #kept: string;

  /** `key` is a name for a folder, and another one for other contents. */
  constructor(root: string, key: string) {
    this.#place = join(root, 'dist/kept-bundles');
    this.#kept = join(this.#place, key);
  }

  /** Copies them into `folder`. False where there are none, or are none any more. */
  copyTo(folder: string): boolean {
    try {
      cpSync(this.#kept, folder, { recursive: true });
      return true;
    } catch {
      return false;
    }
  }

  /** Keeps the scripts in `folder`, whole or not at all. Where the lab cannot be written into, they are built again each time. */
  keep(folder: string): void {
    const unfinished = `${this.#kept}.${process.pid}`;
    try {
      mkdirSync(this.#place, { recursive: true });
      this.#throwOldAway();
      mkdirSync(unfinished);
      for (const script of readdirSync(folder).filter((name) => name.endsWith('.js'))) {
        cpSync(join(folder, script), join(unfinished, script));
      }
      renameSync(unfinished, this.#kept);
    } catch {
      removeIfPossible(unfinished); // no room, no right, or another grader was first
    }
  }

  #throwOldAway(): void {
    for (const name of readdirSync(this.#place)) {
      const path = join(this.#place, name);
      if (Date.now() - statSync(path).mtimeMs > KEPT_MILLISECONDS) {
        rmSync(path, { recursive: true, force: true });
      }
    }
  }
}

/** What cannot be removed does no harm: nobody looks for it, and it goes after a day. */
function removeIfPossible(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // as said
  }
}

/** A file that a run writes. It is never a file that the run reads, and each fault is one line. */
import { closeSync, openSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { BootError } from './boot-error.js';

export class OutputFile {
  readonly #handle: number;
  #failed = false;

  readonly #file: string;
  readonly #what: string;

  /** Opens `file`, empty. `what` goes there, such as 'the trace'. BootError where it cannot be written. */
  constructor(file: string, what: string) {
    this.#file = file;
    this.#what = what;
    this.#handle = this.#attempt(() => openSync(file, 'w'));
  }

  /** BootError where the disk is full, or a pipe's reader has gone; nothing is written after that. */
  write(text: string): void {
    if (this.#failed) {
      return;
    }
    this.#attempt(() => writeFileSync(this.#handle, text)); // all of it: writeSync may write a part, to a pipe
  }

  close(): void {
    closeSync(this.#handle);
  }

  #attempt<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      this.#failed = true;
      const { code } = error as NodeJS.ErrnoException;
      throw new BootError(
        `${this.#file}: ${this.#what} cannot be written there (${code}): name a file that you may write`,
      );
    }
  }
}

/** BootError where one of `written` is one of `read`, or two of them are the same: one would destroy the other. */
export function refuseOverwriting(read: readonly string[], written: readonly string[]): void {
  const taken = read.map((file) => ({ file, identity: identityOf(file) }));
  for (const file of written) {
    const identity = identityOf(file);
    const same = taken.find((other) => identity !== undefined && other.identity === identity);
    if (same !== undefined) {
      throw new BootError(
        `${file}: would overwrite ${same.file}, which this run uses too: name another file`,
      );
    }
    taken.push({ file, identity });
  }
}

/** The same for all names of a file; undefined for pipes and devices, which nothing can overwrite. */
function identityOf(file: string): string | undefined {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) {
    return pathOf(file);
  }
  return stats.isFile() ? `${stats.dev}:${stats.ino}` : undefined;
}

/** Of a file that is not there yet. */
function pathOf(file: string): string {
  try {
    return resolve(realpathSync(resolve(file, '..')), file.split('/').at(-1)!);
  } catch {
    return resolve(file);
  }
}

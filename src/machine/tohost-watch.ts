/**
 * Notices when a program ends itself by a store to `tohost` (program/tohost.ts): the machine's own program, or in its place that of the
 * VM which a VMM runs now.
 */
import type { Ending } from './devices/index.js';
import type { Hart } from './hart/index.js';
import type { Tohost } from './program/index.js';

export class TohostWatch {
  readonly #own: Tohost;
  readonly #harts: readonly Hart[];
  readonly #end: (ending: Ending) => void;
  #watched: Tohost;

  /** `end` ends the machine. */
  constructor(own: Tohost, harts: readonly Hart[], end: (ending: Ending) => void) {
    this.#own = this.#watched = own;
    this.#harts = harts;
    this.#end = end;
  }

  /** For the machine's own program, which has the word at this offset in RAM. */
  begin(offset: number): void {
    this.#own.watch(offset);
    this.#set(this.#own);
  }

  /** The word of a VM from now on; undefined: the machine's own again. */
  replace(tohost: Tohost | undefined): void {
    if (this.#watched !== (tohost ?? this.#own)) {
      this.#set(tohost ?? this.#own);
    }
  }

  #set(tohost: Tohost): void {
    this.#watched = tohost;
    for (const hart of this.#harts) {
      hart.watchOffset = tohost.offset;
      hart.watchHit = false;
      hart.lookasides.flush();
    }
  }

  /** `look` must be called again after at most this many instructions. */
  get patience(): number {
    return this.#watched.patience;
  }

  /** The end of a VM's program is returned, and the machine can run on; that of its own program is the end of the machine. */
  look(hart: Hart, attempts: number): Ending | undefined {
    const code = this.#watched.look(hart.watchHit, attempts);
    hart.watchHit = false;
    if (code === undefined) {
      return undefined;
    }
    const ending: Ending = { kind: 'finished', code };
    if (this.#watched !== this.#own) {
      return ending;
    }
    this.#end(ending);
    return undefined;
  }
}

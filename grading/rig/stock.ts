/**
 * Rigs started ahead: while a part is being compiled, or a student is typing, the rig that will hold it boots. A rig in
 * stock has never been sent a part, and one that was taken out never comes back.
 */
import type { SandboxedProcess } from '../sandbox/index.js';

export class RigStock {
  readonly #start: (exercise: string) => SandboxedProcess;
  readonly #most: number;
  /** The exercises whose rigs will be wanted, in that order. Only the first few have theirs started. */
  readonly #announced: { readonly exercise: string; rig?: SandboxedProcess }[] = [];

  /** At most `most` rigs stand ready at a time: each takes memory. */
  constructor(start: (exercise: string) => SandboxedProcess, most: number) {
    this.#start = start;
    this.#most = most;
  }

  /** Says that a rig of `exercise` will be wanted. */
  announce(exercise: string): void {
    this.#announced.push({ exercise });
    this.#fill();
  }

  /** Takes back one announcement, which came to nothing. */
  forget(exercise: string): void {
    const index = this.#announced.findIndex((entry) => entry.exercise === exercise);
    const [entry] = index < 0 ? [] : this.#announced.splice(index, 1);
    entry?.rig?.kill();
    this.#fill();
  }

  /** A rig of `exercise`: one that stands ready, or else a new one. */
  take(exercise: string): SandboxedProcess {
    const index = this.#announced.findIndex((entry) => entry.exercise === exercise);
    const [entry] = index < 0 ? [] : this.#announced.splice(index, 1);
    const rig = entry?.rig?.alive ? entry.rig : this.#start(exercise);
    this.#fill();
    return rig;
  }

  close(): void {
    for (const { rig } of this.#announced.splice(0)) {
      rig?.kill();
    }
  }

  #fill(): void {
    for (const entry of this.#announced.slice(0, this.#most)) {
      entry.rig ??= this.#start(entry.exercise);
    }
  }
}

/**
 * The rigs of one suite thread, one for each submission that has parts to run here: they are sent to it one after another. While
 * a part is being compiled, or a student is typing, the rig that will hold it boots. No rig is ever sent parts of two submissions.
 */
import type { SandboxedProcess } from '../sandbox/index.js';

export class RigStock {
  readonly #start: () => SandboxedProcess;
  readonly #most: number;
  /** By submission, in the order in which they were announced. Only the first few have theirs started. */
  readonly #rigs = new Map<number, SandboxedProcess | undefined>();

  /** At most `most` rigs are started ahead: each takes memory. */
  constructor(start: () => SandboxedProcess, most: number) {
    this.#start = start;
    this.#most = most;
  }

  /** Says that a rig for `submission` will be wanted. */
  announce(submission: number): void {
    this.#rigs.set(submission, this.#rigs.get(submission));
    this.#fill();
  }

  /** The rig of `submission`; a new one where it has none, or where the one it had is gone. */
  take(submission: number): SandboxedProcess {
    const held = this.#rigs.get(submission);
    const rig = held?.alive ? held : this.#start();
    this.#rigs.set(submission, rig);
    return rig;
  }

  /** Ends what `submission` has here: nothing more of it will be run. */
  end(submission: number): void {
    this.#rigs.get(submission)?.kill();
    this.#rigs.delete(submission);
    this.#fill();
  }

  close(): void {
    this.#rigs.forEach((rig) => rig?.kill());
    this.#rigs.clear();
  }

  #fill(): void {
    for (const submission of [...this.#rigs.keys()].slice(0, this.#most)) {
      this.#rigs.set(submission, this.#rigs.get(submission) ?? this.#start());
    }
  }
}

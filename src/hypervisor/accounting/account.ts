/**
 * What one VM has used: cycles of the machine, and VM exits by reason. The tenant's bill is written from this.
 */

/** Why a guest stopped running and the VMM took over: the names by which all modes meter their VM exits. */
export type ExitName =
  | 'illegal instruction'
  | 'privileged instruction'
  | 'system call'
  | 'SBI call'
  | 'hypercall'
  | 'page fault'
  | 'device access'
  | 'guest exception';

/** How often each kind of VM exit happened. A kind that did not happen is absent. */
export type ExitCounts = Partial<Record<ExitName, number>>;

export class Account {
  #cycles = 0;
  readonly #exits: ExitCounts = {};

  /** Cycles of the machine that this VM has used: those of its own instructions, and those of the VMM's work for it. */
  get cycles(): number {
    return this.#cycles;
  }

  charge(cycles: number): void {
    this.#cycles += cycles;
  }

  /** The VM exits so far. */
  get exits(): Readonly<ExitCounts> {
    return this.#exits;
  }

  count(exit: ExitName): void {
    this.#add(exit, 1);
  }

  /** An exit that was counted under one name turns out to be another. */
  recount(from: ExitName, to: ExitName): void {
    this.#add(from, -1);
    this.#add(to, 1);
  }

  #add(exit: ExitName, by: number): void {
    const count = (this.#exits[exit] ?? 0) + by;
    if (count === 0) {
      delete this.#exits[exit];
    } else {
      this.#exits[exit] = count;
    }
  }
}

/**
 * What one VM has used: cycles of the machine by vCPU and reason, and VM exits by reason. The tenant's bill and the exit profile are
 * written from this.
 */

/** Why a guest stopped running and the VMM took over: the names by which all modes meter their VM exits. */
export type ExitName =
  | 'illegal instruction'
  | 'privileged instruction'
  | 'system call'
  | 'SBI call'
  | 'hypercall'
  | 'page fault'
  | 'guest-page fault'
  | 'virtual instruction'
  | 'device access'
  | 'guest exception'
  /** The guest has met an edit of the VMM in its code, and the VMM has done what the guest's own code says. */
  | 'edited code';

/** What cycles were used for: the guest's own instructions, or the VMM's work for an exit. */
export type Reason = 'guest' | ExitName;

/** How often each kind of VM exit happened. A kind that did not happen is absent. */
export type ExitCounts = Partial<Record<ExitName, number>>;

/** Cycles by reason. A reason without cycles is absent. */
export type CycleCounts = Partial<Record<Reason, number>>;

export class Account {
  #cycles = 0;
  readonly #exits: ExitCounts = {};
  readonly #byReason: CycleCounts = {};
  readonly #byVcpu: number[] = [];

  /** Cycles of the machine that this VM has used: those of its own instructions, and those of the VMM's work for it. */
  get cycles(): number {
    return this.#cycles;
  }

  /** The same cycles by what they were used for. They add up to `cycles`. */
  get cyclesByReason(): Readonly<CycleCounts> {
    return this.#byReason;
  }

  /** The cycles of one vCPU. Those of all vCPUs add up to `cycles`. */
  cyclesOf(vcpu: number): number {
    return this.#byVcpu[vcpu] ?? 0;
  }

  charge(cycles: number, vcpu: number, reason: Reason): void {
    this.#cycles += cycles;
    this.#byVcpu[vcpu] = this.cyclesOf(vcpu) + cycles;
    this.#byReason[reason] = (this.#byReason[reason] ?? 0) + cycles;
  }

  /** The VM exits so far. */
  get exits(): Readonly<ExitCounts> {
    return this.#exits;
  }

  count(exit: ExitName): void {
    this.#exits[exit] = (this.#exits[exit] ?? 0) + 1;
  }
}

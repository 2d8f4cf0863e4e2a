/**
 * The ledger of a machine: each of its cycles is posted once, to the account of a VM or to the VMM's own. What is posted is always
 * all that the machine has used since the last posting, so nothing is lost and nothing is paid twice.
 */
import type { Account, Reason } from './account.js';

/** What the machine did for no VM. */
export interface OwnCycles {
  /** All vCPUs slept. */
  idle: number;
  /** The VMM's work for all of them: it creates and destroys VMs. */
  overhead: number;
}

export class Ledger {
  readonly own: OwnCycles = { idle: 0, overhead: 0 };
  readonly #meter: () => number;
  #posted: number;

  /** `meter` is the number of cycles that the machine has used so far. */
  constructor(meter: () => number) {
    this.#meter = meter;
    this.#posted = meter();
  }

  /** The cycles that nobody was charged for yet. */
  get open(): number {
    return this.#meter() - this.#posted;
  }

  /** Everything since the last posting was for this vCPU of a VM. */
  post(account: Account, vcpu: number, reason: Reason): void {
    account.charge(this.#take(), vcpu, reason);
  }

  /** Everything since the last posting was for no VM. */
  postOwn(reason: keyof OwnCycles): void {
    this.own[reason] += this.#take();
  }

  #take(): number {
    const cycles = this.open;
    this.#posted += cycles;
    return cycles;
  }
}

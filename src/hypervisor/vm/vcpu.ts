/**
 * One virtual CPU: all state that a guest can see of its hart, and nothing else.
 *
 * Hard-wired, and therefore not here: every M-level CSR (a guest's kernel has none), misa, the FS and XS fields of sstatus.
 * Privileged specification 1.12, chapter 4.
 */
import { Csr, IRQ_S_TIMER, Mode } from '../../machine/index.js';

/** The supervisor CSRs, in the order in which traces and results list them. */
export const supervisorCsrs = [
  'sstatus',
  'sie',
  'stvec',
  'scounteren',
  'senvcfg',
  'sscratch',
  'sepc',
  'scause',
  'stval',
  'sip',
  'satp',
] as const satisfies readonly (keyof typeof Csr)[];

export type SupervisorCsr = (typeof supervisorCsrs)[number];

export class Vcpu {
  readonly x = new Int32Array(32);
  pc = 0;
  /** The mode that the guest believes to be in: Mode.Supervisor or Mode.User. The hart itself is always in U-mode. */
  mode: number = Mode.Supervisor;
  readonly #csrs = new Map<number, number>(supervisorCsrs.map((name) => [Csr[name], 0]));

  constructor() {
    this.#csrs.set(Csr.scounteren, 0b111); // as firmware leaves it
  }

  /** Guest time in ticks, as the guest's `time` CSR shows it: steps, and what was slept through. */
  time = 0;
  /** Guest steps: attempts to execute an instruction that the guest knows of, whether they retired or trapped. */
  steps = 0;
  /** Guest instructions that retired, as the guest's `instret` CSR shows it. */
  retired = 0;
  /** When the guest's timer is due, in ticks of `time`; Infinity when it is not armed. */
  timer = Infinity;
  /** How many interrupts the guest has taken. */
  interrupts = 0;

  /** What is stored for a supervisor CSR (unsigned). @throws RangeError for a number that is not one of them */
  readCsr(number: number): number {
    const value = this.#csrs.get(number);
    if (value === undefined) {
      throw new RangeError(`the vCPU stores no CSR ${hex(number)}`);
    }
    return value;
  }

  /** Stores 32 bits as they are. @throws RangeError as readCsr does, or when the value is not a number */
  writeCsr(number: number, value: number): void {
    if (!this.#csrs.has(number)) {
      throw new RangeError(`the vCPU stores no CSR ${hex(number)}`);
    }
    if (typeof value !== 'number') {
      throw new RangeError(`CSR ${hex(number)} takes a number, not ${typeof value}`);
    }
    this.#csrs.set(number, value >>> 0);
  }

  /** The same by its name; for traces. */
  csr(name: SupervisorCsr): number {
    return this.readCsr(Csr[name]);
  }

  /** Sets or clears STIP in sip. */
  setTimerPending(pending: boolean): void {
    const sip = this.readCsr(Csr.sip);
    const bit = 1 << IRQ_S_TIMER;
    this.writeCsr(Csr.sip, pending ? sip | bit : sip & ~bit);
  }
}

const hex = (value: unknown) => (typeof value === 'number' ? `0x${value.toString(16)}` : String(value));

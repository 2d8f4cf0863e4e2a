/**
 * One virtual CPU: all state that a guest can see of its hart, and nothing else.
 *
 * Hard-wired, and therefore not here: every M-level CSR (a guest's kernel has none), misa, the FS and XS fields of sstatus.
 * Privileged specification 1.12, chapter 4.
 */
import {
  COUNTER_ENABLES,
  Csr,
  IRQ_S_TIMER,
  Mode,
  NO_RESERVATION,
  REG_A0,
  hex,
  type Tracer,
} from '../../machine/index.js';
import type { VcpuState } from './vcpu-state.js';
import { VirtualClock } from './virtual-clock.js';

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

/** Their numbers, in that order. */
export const supervisorCsrNumbers: readonly number[] = supervisorCsrs.map((name) => Csr[name]);

/** The place of a supervisor CSR in that order, by its number. */
const placeOf = new Map(supervisorCsrNumbers.map((number, place) => [number, place]));

/** For observers: what the guest sees while the hart runs it, where that is not what the vCPU has, or what the hart fetches. */
export interface OnHart {
  /** The present value of a supervisor CSR. */
  readCsr(number: number): number;
  /** The guest's own instruction at `pc`, where the hart has fetched this word; undefined: the guest cannot fetch all of it. */
  ownWord(pc: number, fetched: number): number | undefined;
}

export class Vcpu {
  readonly x = new Int32Array(32);
  pc = 0;
  /** The virtual mode, which the guest believes to be in: Mode.Supervisor or Mode.User. The hart itself may be in another one. */
  mode: number = Mode.Supervisor;
  /** In the order of supervisorCsrs. */
  readonly #csrs = new Uint32Array(supervisorCsrs.length);
  #csrWrites = 0;

  state: VcpuState = { kind: 'runnable' };
  readonly #clock: VirtualClock;

  constructor(
    /** Its number in its VM, which the guest knows as the number of its hart. */
    readonly id = 0,
    /** The clock of its VM. */
    clock = new VirtualClock(),
  ) {
    this.#clock = clock;
    this.x[REG_A0] = id;
    this.#csrs[placeOf.get(Csr.scounteren)!] = COUNTER_ENABLES; // as firmware leaves it
  }

  /** Guest time in ticks, as the guest's `time` CSR shows it: the virtual time of the VM. */
  get time(): number {
    return this.#clock.time;
  }
  set time(ticks: number) {
    this.#clock.time = ticks;
  }

  /** Guest steps: attempts to execute an instruction, as the guest counts them. Some retire, the others trap. */
  steps = 0;
  /** Guest instructions that retired, as the guest's `instret` CSR shows it. */
  retired = 0;
  /** The time in ticks at which the guest's timer is due; Infinity when it is not armed. */
  timer = Infinity;
  /** Machine address of the word that its LR.W has reserved, while it is not on the hart. */
  reservation: number = NO_RESERVATION;
  /** How many interrupts the guest has taken. */
  interrupts = 0;
  /**
   * While it is set, it is told of each trap that the guest's kernel gets from the VMM, and of each step that the VMM makes though the hart
   * has not fetched the instruction.
   */
  trace: Tracer | undefined;
  /** Set by a mode while the hart runs the vCPU, if it needs one. */
  onHart: OnHart | undefined;

  /** `count` instructions have retired. Whoever executed them has moved `pc` already. */
  retire(count = 1): void {
    this.step(count);
    this.retired += count;
  }

  /** The guest has made `count` attempts to execute an instruction. */
  step(count = 1): void {
    this.steps += count;
    this.#clock.time += count;
  }

  /** How often one of its CSRs was written: whoever keeps a copy knows by this whether it still holds. */
  get csrWrites(): number {
    return this.#csrWrites;
  }

  clearReservation(): void {
    this.reservation = NO_RESERVATION;
  }

  /** A trap begins that takes the guest to its kernel. Whoever injects traps calls this first. */
  tellTrap(cause: number, tval: number): void {
    if (this.trace === undefined) {
      return;
    }
    const { pc, mode: from } = this;
    const change = { from, fromVirtual: false, to: Mode.Supervisor, toVirtual: false };
    this.trace({ kind: 'trap', pc: pc >>> 0, cause, tval: tval >>> 0, ...change });
    if (from !== Mode.Supervisor) {
      this.trace({ kind: 'mode', ...change });
    }
  }

  /** The VMM makes the guest's next step, with this instruction, which the hart has not fetched. */
  tellStep(word: number): void {
    const { pc, mode } = this;
    this.trace?.({ kind: 'step', step: this.steps, pc: pc >>> 0, mode, virtual: false, word });
  }

  /** What is stored for a supervisor CSR (unsigned). @throws RangeError for a number that is not one of them */
  readCsr(number: number): number {
    const place = placeOf.get(number);
    if (place === undefined) {
      throw new RangeError(`the vCPU stores no CSR ${shown(number)}`);
    }
    return this.#csrs[place]!;
  }

  /** Stores 32 bits as they are. @throws RangeError as readCsr does, or when the value is not an integer */
  writeCsr(number: number, value: number): void {
    const place = placeOf.get(number);
    if (place === undefined) {
      throw new RangeError(`the vCPU stores no CSR ${shown(number)}`);
    }
    if (!Number.isInteger(value)) {
      throw new RangeError(`CSR ${shown(number)} takes an integer, not ${String(value)}`);
    }
    this.#csrWrites += 1;
    this.#csrs[place] = value;
  }

  /** Writes what is stored for each supervisor CSR into `list`, from number `at` on, in the order of supervisorCsrs. */
  copyCsrs(list: Int32Array | Float64Array, at: number): void {
    list.set(this.#csrs, at);
  }

  /** The present value of a supervisor CSR, also while the hart has it; for observers. */
  presentCsr(number: number): number {
    return this.onHart?.readCsr(number) ?? this.readCsr(number);
  }

  /** The same by its name. */
  csr(name: SupervisorCsr): number {
    return this.presentCsr(Csr[name]);
  }

  /** Sets or clears STIP in sip. */
  setTimerPending(pending: boolean): void {
    this.setPending(IRQ_S_TIMER, pending);
  }

  /** Sets or clears the bit of an interrupt in sip. */
  setPending(interrupt: number, pending: boolean): void {
    const sip = this.readCsr(Csr.sip);
    const bit = 1 << interrupt;
    this.writeCsr(Csr.sip, pending ? sip | bit : sip & ~bit);
  }
}

/** A CSR's number for a message. It may come from a student's part: then it may be anything. */
const shown = (number: unknown) => (typeof number === 'number' ? hex(number) : String(number));

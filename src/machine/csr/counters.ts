/**
 * Time, steps and cycles, and the counter CSRs that show them. A meter here only counts up; a counter CSR is a meter plus an offset.
 * Privileged specification 1.12, sections 3.1.10 (mcycle, minstret), 3.1.12 (mcountinhibit) and 3.2.1 (mtime).
 *
 * A step is one attempt to execute an instruction, and one tick of time. No real clock is used, so each run is the same.
 */
/** What each event costs, in cycles. */
export interface CostTable {
  /** An attempt to execute an instruction. */
  readonly instruction: number;
  /** The work of the hardware at a trap entry, for exceptions and interrupts. */
  readonly trap: number;
  /** A page-table walk after a TLB miss. */
  readonly tlbMiss: number;
  /** An access that misses the cache. */
  readonly cacheMiss: number;
  /** A load or store that goes to a device, or one byte to or from the SBI console. */
  readonly deviceAccess: number;
  /** A VM exit and the return to a guest. The VMM charges it. */
  readonly worldSwitch: number;
  /** A system call from a hosted VMM to its host. The VMM charges it. */
  readonly hostSystemCall: number;
}

/** 2^52 ticks. A timer with this value or more never fires: after that time, JavaScript numbers would lose ticks. */
export const NEVER = 2 ** 52;

/** A time that passes, in ticks: the machine's own, or the virtual time of a VM. */
export interface TimeSource {
  readonly time: number;
  /** Sets the time, because software wrote mtime or because all harts wait. At most NEVER - 1, so that time stays exact. */
  setTime(ticks: number): void;
}

/** The time, which all harts share. Each step of any hart is one tick. */
export class Clock implements TimeSource {
  /** The counters of the hart that executes now, or that executed last. */
  active: Counters | undefined;
  #settled = 0;
  #skew = 0;

  get steps(): number {
    return this.#settled + (this.active?.running ?? 0);
  }

  get time(): number {
    return this.steps + this.#skew;
  }

  settle(attempts: number): void {
    this.#settled += attempts;
  }

  setTime(ticks: number): void {
    this.#skew = Math.min(ticks, NEVER - 1) - this.steps;
  }
}

/** The counters of one hart. */
export class Counters {
  /** Steps in the current slice. The interpreter updates it before any code can read it. */
  running = 0;
  /** The CSRs mcycle and minstret. They count on the meters `cycles` and `retired`. */
  readonly cycle = new CounterRegister();
  readonly instret = new CounterRegister();
  readonly clock: Clock;
  readonly #costs: CostTable;
  #settled = 0;
  #charged = 0;
  #alarm = Infinity;
  /** See setAlarm(). */
  onAlarm: () => void = () => undefined;
  #exceptions = 0;
  #interrupts = 0;

  constructor(costs: CostTable, clock: Clock) {
    this.#costs = costs;
    this.clock = clock;
    clock.active ??= this;
  }

  /** The steps of this hart. */
  get steps(): number {
    return this.#settled + this.running;
  }

  get time(): number {
    return this.clock.time;
  }

  get cycles(): number {
    return this.steps * this.#costs.instruction + this.#charged;
  }

  /** Instructions that have completed. A step that ended in an exception does not count. */
  get retired(): number {
    return this.steps - this.#exceptions;
  }

  /** The cycles that were charged in addition to the steps. */
  get charged(): number {
    return this.#charged;
  }

  /** The steps that cost as many cycles, if they cost nothing else. */
  stepsFor(cycles: number): number {
    return Math.ceil(cycles / this.#costs.instruction);
  }

  /** Calls onAlarm at each charge, once `cycles` more were charged in addition to the steps. */
  setAlarm(cycles: number): void {
    this.#alarm = this.#charged + cycles;
  }

  charge(cycles: number): void {
    this.#charged += cycles;
    if (this.#charged >= this.#alarm) {
      this.onAlarm();
    }
  }

  /** Refunds everything that was charged since the meter read `charged`. */
  takeBack(charged: number): void {
    this.#charged = charged;
  }
  chargeTrap(): void {
    this.charge(this.#costs.trap);
  }
  chargeTlbMiss(): void {
    this.charge(this.#costs.tlbMiss);
  }
  chargeCacheMiss(): void {
    this.charge(this.#costs.cacheMiss);
  }
  chargeDeviceAccess(): void {
    this.charge(this.#costs.deviceAccess);
  }

  countException(): void {
    this.#exceptions += 1;
  }

  /** Interrupts that the hart has taken. */
  get interrupts(): number {
    return this.#interrupts;
  }

  countInterrupt(): void {
    this.#interrupts += 1;
  }

  /** Ends a slice of this many steps. */
  settle(attempts: number): void {
    this.#settled += attempts;
    this.running = 0;
    this.clock.settle(attempts);
  }
}

/** A 64-bit counter that software can set and stop. It is computed from a meter, which only counts up. */
class CounterRegister {
  #offset = 0n;
  #stoppedAt: bigint | undefined;

  /** The value of the counter when the meter reads `meter`. */
  read(meter: number): bigint {
    return this.#stoppedAt ?? BigInt.asUintN(64, BigInt(meter) - this.#offset);
  }

  write(meter: number, value: bigint): void {
    this.#offset = BigInt(meter) - value;
    if (this.#stoppedAt !== undefined) {
      this.#stoppedAt = value;
    }
  }

  /** Stops or restarts the counter. */
  inhibit(meter: number, stop: boolean): void {
    if (stop) {
      this.#stoppedAt ??= this.read(meter);
    } else if (this.#stoppedAt !== undefined) {
      this.#offset = BigInt(meter) - this.#stoppedAt;
      this.#stoppedAt = undefined;
    }
  }
}

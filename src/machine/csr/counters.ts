/**
 * The meters: the machine's time, each hart's steps and cycles, and what the counters among the CSRs show of them.
 * Privileged specification 1.12, sections 3.1.10 (mcycle, minstret), 3.1.12 (mcountinhibit) and 3.2.1 (mtime).
 *
 * A step is one attempt to execute an instruction, and one tick of time. Nothing here looks at a clock.
 */
/** Cycles by what takes them. */
export interface CostTable {
  /** Any attempt to execute an instruction. */
  readonly instruction: number;
  /** Hardware's part of entering a trap handler, interrupts included. */
  readonly trap: number;
  /** Looking up a translation that the TLB does not hold. */
  readonly tlbMiss: number;
  /** An access that the cache does not hold. */
  readonly cacheMiss: number;
  /** A load or store that a device answers; an SBI console byte too. */
  readonly deviceAccess: number;
  /** From a guest into the VMM and back into a guest. Charged by the VMM. */
  readonly worldSwitch: number;
  /** A system call that a hosted VMM makes to its host. Charged by the VMM. */
  readonly hostSystemCall: number;
}

/** Timer values from here on never come due: 2^52 ticks, beyond which numbers would lose ticks. */
export const NEVER = 2 ** 52;

/** The time that all harts share: a step of any of them is a tick. */
export class Clock {
  /** The meters of the hart that is executing now, or did last. */
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

  /** Sets the time: software wrote mtime, or all harts wait. At most NEVER - 1, so that time stays exact. */
  setTime(ticks: number): void {
    this.#skew = Math.min(ticks, NEVER - 1) - this.steps;
  }
}

/** The meters of one hart. */
export class Counters {
  /** Attempts in the slice that is executing now; the interpreter keeps it current wherever somebody may look. */
  running = 0;
  /** The CSRs mcycle and minstret, on top of the meters `cycles` and `retired`. */
  readonly cycle = new CounterRegister();
  readonly instret = new CounterRegister();
  readonly clock: Clock;
  readonly #costs: CostTable;
  #settled = 0;
  #charged = 0;
  #exceptions = 0;

  constructor(costs: CostTable, clock: Clock) {
    this.#costs = costs;
    this.clock = clock;
    clock.active ??= this;
  }

  /** Attempts of this hart. */
  get steps(): number {
    return this.#settled + this.running;
  }

  get time(): number {
    return this.clock.time;
  }

  get cycles(): number {
    return this.steps * this.#costs.instruction + this.#charged;
  }

  /** Instructions that completed: a step that ends in an exception does not count. */
  get retired(): number {
    return this.steps - this.#exceptions;
  }

  /** What was charged so far, in cycles. */
  get charged(): number {
    return this.#charged;
  }

  charge(cycles: number): void {
    this.#charged += cycles;
  }

  /** Refunds everything that was charged since the meter read `charged`. */
  takeBack(charged: number): void {
    this.#charged = charged;
  }
  chargeTrap(): void {
    this.#charged += this.#costs.trap;
  }
  chargeTlbMiss(): void {
    this.#charged += this.#costs.tlbMiss;
  }
  chargeCacheMiss(): void {
    this.#charged += this.#costs.cacheMiss;
  }
  chargeDeviceAccess(): void {
    this.#charged += this.#costs.deviceAccess;
  }

  countException(): void {
    this.#exceptions += 1;
  }

  /** A slice is over, after this many attempts. */
  settle(attempts: number): void {
    this.#settled += attempts;
    this.running = 0;
    this.clock.settle(attempts);
  }
}

/** A 64-bit counter that software may set and stop, on top of a meter that only runs. */
class CounterRegister {
  #offset = 0n;
  #stoppedAt: bigint | undefined;

  /** The counter's value where the meter stands at `meter`. */
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

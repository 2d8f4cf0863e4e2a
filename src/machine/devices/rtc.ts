/**
 * The real-time clock: the goldfish RTC of QEMU's `virt` board, which counts nanoseconds since 1970. This machine has no real
 * time: the clock shows the machine's own time, which begins at 0 in each run. At the time of its alarm it interrupts.
 */
import { type Device, RTC_BASE, RTC_BYTES } from '../memory/index.js';
import { type TimeSource, NEVER } from '../csr/index.js';

const TIME_LOW = 0x00; // reading it also latches the high half
const TIME_HIGH = 0x04;
const ALARM_LOW = 0x08; // writing it arms the alarm
const ALARM_HIGH = 0x0c;
const IRQ_ENABLED = 0x10;
const CLEAR_ALARM = 0x14;
const ALARM_STATUS = 0x18;
const CLEAR_INTERRUPT = 0x1c;

/** Nanoseconds in a tick of mtime: a second has ten million ticks (see device-tree.ts). */
const NANOSECONDS = 100n;

export class Rtc implements Device {
  readonly base = RTC_BASE;
  readonly bytes = RTC_BYTES;
  readonly #clock: TimeSource;
  readonly #interrupt: (raised: boolean) => void;
  #offset = 0n; // nanoseconds to add to the machine's time, after a program has set the clock
  #latched = 0n;
  #alarm = 0n;
  #armed = false;
  #enabled = false;
  #pending = false;

  constructor(clock: TimeSource, interrupt: (raised: boolean) => void) {
    this.#clock = clock;
    this.#interrupt = interrupt;
  }

  /** The board is reset. The clock is back at the machine's own time, as on QEMU. */
  reset(): void {
    this.#offset = this.#latched = this.#alarm = 0n;
    this.#armed = this.#enabled = this.#pending = false;
    this.#drive();
  }

  /** The time of the alarm, in ticks; Infinity: never. */
  get deadline(): number {
    if (!this.#armed) {
      return Infinity;
    }
    const ticks = Number((this.#alarm - this.#offset + NANOSECONDS - 1n) / NANOSECONDS);
    return ticks < NEVER ? ticks : Infinity;
  }

  /** Raises the alarm's interrupt if its time has come. */
  update(): void {
    if (this.#clock.time >= this.deadline) {
      this.#armed = false;
      this.#pending = true;
      this.#drive();
    }
  }

  /** The registers have 32 bits; other accesses are not answered. */
  read(offset: number, size: number): number | undefined {
    if (size !== 4 || (offset & 3) !== 0) {
      return undefined;
    }
    switch (offset) {
      case TIME_LOW:
        this.#latched = this.#now();
        return low(this.#latched);
      case TIME_HIGH:
        return high(this.#latched);
      case ALARM_LOW:
        return low(this.#alarm);
      case ALARM_HIGH:
        return high(this.#alarm);
      case IRQ_ENABLED:
        return this.#enabled ? 1 : 0;
      case ALARM_STATUS:
        return this.#armed ? 1 : 0;
      default:
        return 0;
    }
  }

  write(offset: number, size: number, value: number): boolean {
    if (size !== 4 || (offset & 3) !== 0) {
      return false;
    }
    switch (offset) {
      case TIME_LOW:
        this.#setTime(wide(high(this.#now()), value));
        break;
      case TIME_HIGH:
        this.#setTime(wide(value, low(this.#now())));
        break;
      case ALARM_LOW:
        this.#alarm = wide(high(this.#alarm), value);
        this.#armed = true;
        break;
      case ALARM_HIGH:
        this.#alarm = wide(value, low(this.#alarm));
        break;
      case IRQ_ENABLED:
        this.#enabled = (value & 1) !== 0;
        break;
      case CLEAR_ALARM:
        this.#armed = false;
        break;
      case CLEAR_INTERRUPT:
        this.#pending = false;
        break;
      default: // the others are read-only
    }
    this.update();
    this.#drive();
    return true;
  }

  #now(): bigint {
    return BigInt.asUintN(64, BigInt(this.#clock.time) * NANOSECONDS + this.#offset);
  }

  #setTime(nanoseconds: bigint): void {
    this.#offset += nanoseconds - this.#now();
  }

  #drive(): void {
    this.#interrupt(this.#pending && this.#enabled);
  }
}

function low(value: bigint): number {
  return Number(BigInt.asUintN(32, value));
}

function high(value: bigint): number {
  return low(value >> 32n);
}

function wide(highHalf: number, lowHalf: number): bigint {
  return (BigInt(highHalf) << 32n) | BigInt(lowHalf);
}

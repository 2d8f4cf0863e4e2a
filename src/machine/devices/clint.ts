/**
 * The core-local interruptor (CLINT): a machine software interrupt and a timer for each hart, and the time that all harts
 * share. Privileged specification 1.12, section 3.2.1 (mtime and mtimecmp); register layout of the SiFive CLINT.
 */
import { CLINT_BASE, CLINT_BYTES, type Device } from '../memory/index.js';
import { type TimeSource, NEVER } from '../csr/index.js';

const MSIP = 0x0; // a word for each hart
const MTIMECMP = 0x4000; // two words for each hart
const MTIME_LOW = 0xbff8;
const MTIME_HIGH = 0xbffc;

export class Clint implements Device {
  readonly base = CLINT_BASE;
  readonly bytes = CLINT_BYTES;
  readonly #clock: TimeSource;
  readonly #lines: Uint32Array;
  readonly #compare: Uint32Array;
  readonly #off: boolean;

  /**
   * After a reset, each timer compares with 0 and so is due, as on QEMU: some kernels set only the low half of mtimecmp.
   * With `off` the timers are never due, as if firmware had turned them off.
   */
  constructor(clock: TimeSource, harts: number, { off = false } = {}) {
    this.#clock = clock;
    this.#lines = new Uint32Array(harts);
    this.#compare = new Uint32Array(2 * harts);
    this.#off = off;
    this.reset();
  }

  /** The board is reset. (QEMU keeps mtimecmp here; the specification leaves it open.) */
  reset(): void {
    this.#lines.fill(0);
    this.#compare.fill(this.#off ? 0xffff_ffff : 0);
  }

  /** The machine software interrupt of hart 0. */
  get softwareInterrupt(): boolean {
    return this.softwareInterruptOf(0);
  }
  set softwareInterrupt(raised: boolean) {
    this.#lines[0] = raised ? 1 : 0;
  }

  /** The mtimecmp of hart 0. */
  get mtimecmp(): number {
    return this.mtimecmpOf(0);
  }
  set mtimecmp(ticks: number) {
    const due = ticks < NEVER;
    this.#compare[0] = due ? ticks % 2 ** 32 : 0xffff_ffff;
    this.#compare[1] = due ? Math.floor(ticks / 2 ** 32) : 0xffff_ffff;
  }

  softwareInterruptOf(hart: number): boolean {
    return this.#lines[hart] === 1;
  }

  /** The time at which a hart's timer is due, in ticks. A time of NEVER or later is never reached. */
  mtimecmpOf(hart: number): number {
    return this.#compare[2 * hart + 1]! * 2 ** 32 + this.#compare[2 * hart]!;
  }

  /** The registers have 32 bits; other accesses are not answered. Registers of harts that do not exist read as 0. */
  read(offset: number, size: number): number | undefined {
    if (size !== 4 || (offset & 3) !== 0) {
      return undefined;
    }
    switch (offset) {
      case MTIME_LOW:
        return this.#clock.time % 2 ** 32;
      case MTIME_HIGH:
        return Math.floor(this.#clock.time / 2 ** 32);
      default:
        return (offset < MTIMECMP ? this.#lines[offset >> 2] : this.#compare[(offset - MTIMECMP) >> 2]) ?? 0;
    }
  }

  write(offset: number, size: number, value: number): boolean {
    if (size !== 4 || (offset & 3) !== 0) {
      return false;
    }
    const { time } = this.#clock;
    if (offset === MTIME_LOW) {
      this.#clock.setTime(time - (time % 2 ** 32) + value);
    } else if (offset === MTIME_HIGH) {
      this.#clock.setTime(value * 2 ** 32 + (time % 2 ** 32));
    } else if (offset >= MTIMECMP) {
      this.#compare[(offset - MTIMECMP) >> 2] = value; // a write past the end of a typed array does nothing
    } else {
      this.#lines[(offset - MSIP) >> 2] = value & 1;
    }
    return true;
  }
}

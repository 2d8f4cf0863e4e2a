/**
 * The core-local interruptor: machine software interrupt, timer compare and time, for one hart.
 * Privileged specification 1.12, section 3.2.1 (mtime and mtimecmp); register layout of the SiFive CLINT.
 */
import type { Device } from './bus.js';
import { NEVER, type Counters } from './counters.js';
import { CLINT_BASE, CLINT_BYTES } from './memory-map.js';

const MSIP = 0x0;
const MTIMECMP_LOW = 0x4000;
const MTIMECMP_HIGH = 0x4004;
const MTIME_LOW = 0xbff8;
const MTIME_HIGH = 0xbffc;

export class Clint implements Device {
  readonly base = CLINT_BASE;
  readonly bytes = CLINT_BYTES;
  readonly #counters: Counters;
  /** The machine software interrupt's line. */
  softwareInterrupt = false;
  #compareLow = 0xffff_ffff;
  #compareHigh = 0xffff_ffff;

  constructor(counters: Counters) {
    this.#counters = counters;
  }

  /** The time at which the timer interrupt comes due, in ticks; from NEVER on it never does, as after a reset. */
  get mtimecmp(): number {
    return this.#compareHigh * 2 ** 32 + this.#compareLow;
  }
  set mtimecmp(ticks: number) {
    const due = ticks < NEVER;
    this.#compareLow = due ? ticks % 2 ** 32 : 0xffff_ffff;
    this.#compareHigh = due ? Math.floor(ticks / 2 ** 32) : 0xffff_ffff;
  }

  /** The registers have 32 bits; other widths are not answered. */
  read(offset: number, size: number): number | undefined {
    if (size !== 4) {
      return undefined;
    }
    switch (offset) {
      case MSIP:
        return this.softwareInterrupt ? 1 : 0;
      case MTIMECMP_LOW:
        return this.#compareLow;
      case MTIMECMP_HIGH:
        return this.#compareHigh;
      case MTIME_LOW:
        return this.#counters.time % 2 ** 32;
      case MTIME_HIGH:
        return Math.floor(this.#counters.time / 2 ** 32);
      default:
        return 0; // the registers of harts that are not there
    }
  }

  write(offset: number, size: number, value: number): boolean {
    if (size !== 4) {
      return false;
    }
    const { time } = this.#counters;
    switch (offset) {
      case MSIP:
        this.softwareInterrupt = (value & 1) !== 0;
        break;
      case MTIMECMP_LOW:
        this.#compareLow = value;
        break;
      case MTIMECMP_HIGH:
        this.#compareHigh = value;
        break;
      case MTIME_LOW:
        this.#counters.setTime(time - (time % 2 ** 32) + value);
        break;
      case MTIME_HIGH:
        this.#counters.setTime(value * 2 ** 32 + (time % 2 ** 32));
        break;
      default: // nothing there
    }
    return true;
  }
}

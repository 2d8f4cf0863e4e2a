/**
 * The interrupt lines of a hart: which bits of mip the devices set, and at which time they next change on their own.
 * Privileged specification 1.12, sections 3.1.9 (mip) and 3.2.1 (timer).
 */
import type { Clint, Plic, Rtc } from './devices/index.js';
import type { Clock } from './csr/index.js';
import { Csr, IRQ_M_EXTERNAL, IRQ_M_SOFTWARE, IRQ_M_TIMER, IRQ_S_EXTERNAL } from './isa/index.js';
import type { Firmware } from './firmware/index.js';
import { type Hart, pendingInterrupts } from './hart/index.js';

/** The devices that raise the lines. */
export interface InterruptSources {
  readonly clint: Clint;
  readonly plic: Plic;
  readonly rtc: Rtc;
}

const MACHINE_LINES = (1 << IRQ_M_TIMER) | (1 << IRQ_M_SOFTWARE) | (1 << IRQ_M_EXTERNAL);

export class InterruptLines {
  readonly #clock: Clock;
  readonly #sources: InterruptSources;
  readonly #firmware: readonly Firmware[];

  /** `firmware` has the firmware of each hart, whose timer interrupts S-mode. */
  constructor(clock: Clock, sources: InterruptSources, firmware: readonly Firmware[]) {
    this.#clock = clock;
    this.#sources = sources;
    this.#firmware = firmware;
  }

  /** Brings the lines of a hart up to date. Returns the time at which they next change on their own. */
  update({ id, csr }: Hart): number {
    const { values } = csr;
    const { clint, plic, rtc } = this.#sources;
    rtc.update();
    const { time } = this.#clock;
    const firmware = this.#firmware[id]!;
    const mtimecmp = clint.mtimecmpOf(id);
    const lines =
      (time >= mtimecmp ? 1 << IRQ_M_TIMER : 0) |
      (clint.softwareInterruptOf(id) ? 1 << IRQ_M_SOFTWARE : 0) |
      (plic.machineLine(id) ? 1 << IRQ_M_EXTERNAL : 0);
    values[Csr.mip] = (values[Csr.mip]! & ~MACHINE_LINES) | lines;
    csr.supervisorLine = plic.supervisorLine(id) ? 1 << IRQ_S_EXTERNAL : 0;
    firmware.updateTimer(time);
    return earliestAfter(time, mtimecmp, firmware.timer, rtc.deadline);
  }

  /** Tells whether a waiting hart has an enabled interrupt. */
  wakes(hart: Hart): boolean {
    this.update(hart);
    return (pendingInterrupts(hart) & hart.csr.values[Csr.mie]!) !== 0;
  }

  /** The time at which a timer or an alarm gives a waiting hart an enabled interrupt; Infinity: never. */
  wakeTime({ id, csr }: Hart): number {
    const { clint, rtc } = this.#sources;
    const machineTimer = (csr.values[Csr.mie]! & (1 << IRQ_M_TIMER)) !== 0;
    const mtimecmp = machineTimer ? clint.mtimecmpOf(id) : Infinity;
    return earliestAfter(this.#clock.time, mtimecmp, this.#firmware[id]!.wakingTimer(), rtc.deadline);
  }
}

/** The earliest deadline in the future; Infinity if there is none. It runs at every trap, so it allocates nothing. */
function earliestAfter(time: number, first: number, second: number, third: number): number {
  return Math.min(ifAfter(time, first), ifAfter(time, second), ifAfter(time, third));
}

function ifAfter(time: number, deadline: number): number {
  return deadline > time ? deadline : Infinity;
}

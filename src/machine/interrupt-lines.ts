/**
 * The interrupt lines that lead to a hart: who raises which bit of mip, and when the next will be raised by itself.
 * Privileged specification 1.12, sections 3.1.9 (mip) and 3.2.1 (timer).
 */
import type { Clint, Plic, Rtc } from './devices/index.js';
import type { Clock } from './csr/index.js';
import { Csr, IRQ_M_EXTERNAL, IRQ_M_SOFTWARE, IRQ_M_TIMER, IRQ_S_EXTERNAL } from './isa/index.js';
import type { Firmware } from './firmware/index.js';
import { type Hart, pendingInterrupts } from './hart/index.js';

/** The devices that raise them. */
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

  /** `firmware` is each hart's, whose timer is S-mode's. */
  constructor(clock: Clock, sources: InterruptSources, firmware: readonly Firmware[]) {
    this.#clock = clock;
    this.#sources = sources;
    this.#firmware = firmware;
  }

  /** Brings a hart's lines up to date. Returns when they next change by themselves, as a time. */
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

  /** Has a hart that waits an enabled interrupt? */
  wakes(hart: Hart): boolean {
    this.update(hart);
    return (pendingInterrupts(hart) & hart.csr.values[Csr.mie]!) !== 0;
  }

  /** When time alone gives a hart that waits an enabled interrupt, as a time; Infinity: never. */
  wakeTime({ id, csr }: Hart): number {
    const { clint, rtc } = this.#sources;
    const machineTimer = (csr.values[Csr.mie]! & (1 << IRQ_M_TIMER)) !== 0;
    const mtimecmp = machineTimer ? clint.mtimecmpOf(id) : Infinity;
    return earliestAfter(this.#clock.time, mtimecmp, this.#firmware[id]!.wakingTimer(), rtc.deadline);
  }
}

/** The earliest of the deadlines that lie ahead; Infinity where none does. Asked at every trap: it allocates nothing. */
function earliestAfter(time: number, first: number, second: number, third: number): number {
  return Math.min(ifAfter(time, first), ifAfter(time, second), ifAfter(time, third));
}

function ifAfter(time: number, deadline: number): number {
  return deadline > time ? deadline : Infinity;
}

/**
 * The firmware decides who handles the traps into machine mode. There are three kinds:
 *
 *   none  the loaded program: traps go to its own handlers.
 *   sbi   the machine itself: an S-mode kernel finds an SBI, and all other traps are delegated to it, as with OpenSBI.
 *   vmm   a virtual machine monitor outside the machine: a trap into machine mode changes nothing and ends run().
 *
 * SBI specification 2.0, chapter 1; delegation: privileged specification 1.12, section 3.1.8.
 */
import {
  Cause,
  causeName,
  COUNTER_ENABLES,
  Csr,
  hex,
  IRQ_S_TIMER,
  isInterrupt,
  Mode,
  modeName,
  REG_A0,
  REG_A1,
  REG_A7,
  S_INTERRUPTS,
} from '../isa/index.js';
import { NEVER } from '../csr/index.js';
import type { Ending, Uart } from '../devices/index.js';
import { sbiHarts } from './firmware-harts.js';
import {
  entersGuest,
  enterTrap,
  guestRecord,
  type GuestRecord,
  type Hart,
  trapTarget,
} from '../hart/index.js';
import { handleSbi, type SbiPlatform } from './sbi.js';

export type FirmwareKind = 'none' | 'sbi' | 'vmm';

/** A trap that nothing inside the machine handles. It ends run(). */
export type UntakenTrap =
  /**
   * Firmware 'vmm': a trap into machine mode. hart.pc is the address of the instruction, which is not counted as a step;
   * hart.mode and hart.virtual are unchanged. With the hypervisor extension, `guest` has the values that the trap would
   * have written to mtval2, mtinst and GVA.
   */
  | { readonly kind: 'trap'; readonly cause: number; readonly tval: number; readonly guest?: GuestRecord }
  /** Firmware 'sbi': a trap that the SBI neither handles nor delegates. */
  | { readonly kind: 'stuck'; readonly reason: string };

export interface Firmware {
  /** Resets the hart, ready for a program that begins at `entry`. */
  start(entry: number): void;
  /** Enters the handler of a trap. Returns the trap if its handler is outside the machine, or if there is none. */
  deliver(cause: number, value: number): UntakenTrap | undefined;
  /** The time at which the firmware's own timer is due; Infinity: never. */
  readonly timer: number;
  /** The same, but Infinity if the timer's interrupt is not enabled and so cannot wake the hart. */
  wakingTimer(): number;
  /** Raises the timer's interrupt if the timer is due. */
  updateTimer(time: number): void;
}

export function createFirmware(
  kind: FirmwareKind,
  hart: Hart,
  uart: Uart,
  end: (ending: Ending) => void,
): Firmware {
  switch (kind) {
    case 'none':
      return new LoadedSoftware(hart);
    case 'vmm':
      return new OutsideVmm(hart);
    case 'sbi':
      return new BuiltInSbi(hart, uart, end);
  }
}

class LoadedSoftware implements Firmware {
  readonly timer: number = Infinity;
  protected readonly hart: Hart;

  constructor(hart: Hart) {
    this.hart = hart;
  }

  start(entry: number): void {
    this.hart.reset(entry);
  }

  deliver(cause: number, value: number): UntakenTrap | undefined {
    const { hart } = this;
    const to = trapTarget(hart, cause);
    hart.counters.chargeTrap();
    if (hart.trace !== undefined) {
      const { pc, mode: from, virtual: fromVirtual } = hart;
      const toVirtual = entersGuest(hart, cause, to);
      hart.trace({ kind: 'trap', pc, cause, tval: value, from, fromVirtual, to, toVirtual });
    }
    return to === Mode.Machine ? this.machineTrap(cause, value) : this.#enter(cause, value, to);
  }

  wakingTimer(): number {
    return Infinity;
  }

  updateTimer(_time: number): void {
    // a loaded program uses the CLINT's timer
  }

  protected machineTrap(cause: number, value: number): UntakenTrap | undefined {
    return this.#enter(cause, value, Mode.Machine);
  }

  #enter(cause: number, value: number, to: number): undefined {
    enterTrap(this.hart, cause, value, to);
  }
}

class OutsideVmm extends LoadedSoftware {
  protected override machineTrap(cause: number, tval: number): UntakenTrap {
    const { hart } = this;
    return hart.profile.hypervisor
      ? { kind: 'trap', cause, tval, guest: guestRecord(hart, cause, tval) }
      : { kind: 'trap', cause, tval };
  }
}

// Everything that can be delegated, including the exceptions of guests. Only calls from S-mode are not: they are SBI calls.
const SBI_DELEGATED = 0xffff_ffff & ~(1 << Cause.EcallFromS);

class BuiltInSbi extends LoadedSoftware {
  override timer: number = Infinity;
  readonly #platform: SbiPlatform;

  constructor(hart: Hart, uart: Uart, end: (ending: Ending) => void) {
    super(hart);
    const { counters, memory } = hart;
    this.#platform = {
      putByte: (byte) => {
        counters.chargeDeviceAccess();
        uart.putByte(byte);
      },
      getByte: () => {
        counters.chargeDeviceAccess();
        return uart.getByte();
      },
      setTimer: (ticks) => {
        hart.csr.values[Csr.mip]! &= ~(1 << IRQ_S_TIMER);
        this.timer = ticks < NEVER ? ticks : Infinity;
      },
      shutdown: (code) => end({ kind: 'finished', code }),
      reset: () => end({ kind: 'reset' }),
      harts: sbiHarts(hart),
      readByte: (address) => (memory.contains(address, 1) ? memory.read8(address) : undefined),
      writeByte: (address, byte) => {
        const there = memory.contains(address, 1);
        if (there) {
          memory.write8(address, byte);
        }
        return there;
      },
    };
  }

  override start(entry: number): void {
    const { hart } = this;
    super.start(entry);
    hart.started = hart.id === 0; // the kernel starts the others itself, with HSM calls
    hart.mode = Mode.Supervisor;
    hart.writeCsr(Csr.medeleg, SBI_DELEGATED);
    hart.writeCsr(Csr.mideleg, S_INTERRUPTS);
    hart.writeCsr(Csr.mcounteren, COUNTER_ENABLES);
    hart.writeCsr(Csr.scounteren, COUNTER_ENABLES); // as with OpenSBI: programs may read the time
    this.timer = Infinity;
  }

  override wakingTimer(): number {
    return (this.hart.csr.values[Csr.mie]! & (1 << IRQ_S_TIMER)) !== 0 ? this.timer : Infinity;
  }

  override updateTimer(time: number): void {
    if (time >= this.timer) {
      this.hart.csr.values[Csr.mip]! |= 1 << IRQ_S_TIMER;
      this.timer = Infinity; // the interrupt stays pending until the next set_timer call
    }
  }

  protected override machineTrap(cause: number, tval: number): UntakenTrap | undefined {
    const { hart } = this;
    if (cause !== Cause.EcallFromS) {
      const where = `at ${hex(hart.pc)} in ${modeName(hart.mode, hart.virtual)}-mode`;
      const what = isInterrupt(cause) ? causeName(cause) : `${causeName(cause)} (tval ${hex(tval)})`;
      return {
        kind: 'stuck',
        reason: `${what} ${where}: the firmware handles calls only, and it is not delegated`,
      };
    }
    const caller = hart.pc;
    const result = handleSbi(hart.x.subarray(REG_A0, REG_A7 + 1), this.#platform);
    if (hart.pc === caller) {
      hart.x[REG_A0] = result.a0;
      hart.x[REG_A1] = result.a1;
      hart.pc += 4;
    } // else the call has set another pc: a suspended hart resumes at the address that it gave
    return undefined;
  }
}

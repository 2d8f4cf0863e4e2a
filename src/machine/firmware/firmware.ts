/**
 * Who is machine mode. Three kinds:
 *
 *   none  software that was loaded: traps go to its handlers.
 *   sbi   the machine itself: an S-mode kernel finds an SBI and everything else delegated to it, as by OpenSBI.
 *   vmm   a virtual machine monitor outside: a trap into machine mode changes nothing and ends run().
 *
 * SBI specification 2.0, chapter 1; what is delegated: privileged specification 1.12, section 3.1.8.
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

/** A trap that nobody inside the machine takes. It ends run(). */
export type UntakenTrap =
  /**
   * Firmware 'vmm': a trap into machine mode. hart.pc is the instruction's address, which is not counted as a step;
   * hart.mode and hart.virtual are as they were. With the hypervisor extension, `guest` says what mtval2, mtinst and GVA
   * would say.
   */
  | { readonly kind: 'trap'; readonly cause: number; readonly tval: number; readonly guest?: GuestRecord }
  /** Firmware 'sbi': a trap that it neither handles nor has delegated. */
  | { readonly kind: 'stuck'; readonly reason: string };

export interface Firmware {
  /** Resets the hart to where a program begins. */
  start(entry: number): void;
  /** Takes a trap to whoever handles it; returns the trap if that is somebody outside of the machine, or nobody. */
  deliver(cause: number, value: number): UntakenTrap | undefined;
  /** When the firmware's own timer comes due; Infinity: never. */
  readonly timer: number;
  /** The same, if its interrupt could end a wait. */
  wakingTimer(): number;
  /** Raises the timer's interrupt if it is due. */
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
    // loaded software uses the CLINT's timer
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

// Everything that can be, what guests raise included where there are guests; but not the calls from S-mode: they are the SBI.
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
    hart.started = hart.id === 0; // the kernel starts the others by itself (HSM)
    hart.mode = Mode.Supervisor;
    hart.writeCsr(Csr.medeleg, SBI_DELEGATED);
    hart.writeCsr(Csr.mideleg, S_INTERRUPTS);
    hart.writeCsr(Csr.mcounteren, COUNTER_ENABLES);
    hart.writeCsr(Csr.scounteren, COUNTER_ENABLES); // as OpenSBI leaves it: programs read the time without asking
    this.timer = Infinity;
  }

  override wakingTimer(): number {
    return (this.hart.csr.values[Csr.mie]! & (1 << IRQ_S_TIMER)) !== 0 ? this.timer : Infinity;
  }

  override updateTimer(time: number): void {
    if (time >= this.timer) {
      this.hart.csr.values[Csr.mip]! |= 1 << IRQ_S_TIMER;
      this.timer = Infinity; // the interrupt stays pending until the next call of set_timer
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
    } // else the call has sent the hart elsewhere: a suspended one resumes at an address of its own
    return undefined;
  }
}

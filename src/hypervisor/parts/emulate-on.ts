/**
 * One call of the emulate part: what it may see and change of a vCPU, and the check of what it returns. The VMM and the checks
 * of exercise 08 call it through here, so that the same rules hold in both.
 */
import type { Instruction } from '../../machine/index.js';
import type { EmulatePart, Outcome, VcpuFacade } from '../sockets/index.js';
import type { Vcpu } from '../vm/index.js';
import { checkedOutcome } from './checked-parts.js';

/** What the part reaches beyond the vCPU. */
export interface EmulateServices {
  /** Cycles that the vCPU has used: the guest's `cycle`. */
  cycles(): number;
  /** The VMM forgets the address translations that it has cached for the guest. */
  translationsChanged(): void;
}

/** Lets `emulate` do to `vcpu` what `instruction` does. @throws PartError when what it returns is not an outcome */
export function emulateOn(
  vcpu: Vcpu,
  emulate: EmulatePart,
  instruction: Instruction,
  services: EmulateServices,
): Outcome {
  return checkedOutcome(emulate(facade(vcpu, services), Object.freeze({ ...instruction })));
}

function facade(vcpu: Vcpu, services: EmulateServices): VcpuFacade {
  const counters = {
    cycle: () => services.cycles(),
    time: () => vcpu.time,
    instret: () => vcpu.retired,
  };
  return Object.freeze({
    mode: () => vcpu.mode,
    pc: () => vcpu.pc,
    readRegister: (number: number) => (vcpu.x[registerNumber(number)] as number) >>> 0,
    writeRegister(number: number, value: number) {
      if (!Number.isInteger(value)) {
        throw new RangeError(`register ${number} takes an integer, not ${String(value)}`);
      }
      if (registerNumber(number) !== 0) {
        vcpu.x[number] = value;
      }
    },
    readCsr: (number: number) => vcpu.readCsr(number),
    writeCsr: (number: number, value: number) => vcpu.writeCsr(number, value),
    counter(name: 'cycle' | 'time' | 'instret') {
      if (!Object.hasOwn(counters, name)) {
        throw new RangeError(`there is no counter '${String(name)}'`);
      }
      return counters[name]();
    },
    translationsChanged: () => services.translationsChanged(),
  });
}

function registerNumber(number: number): number {
  if (Number.isInteger(number) && number >= 0 && number < 32) {
    return number;
  }
  throw new RangeError(`registers are numbered 0 to 31; there is no register ${String(number)}`);
}

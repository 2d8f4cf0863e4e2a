/** A privileged instruction of a deprivileged kernel. The emulate part does to the vCPU what hardware would do to the hart. */
import type { Instruction } from '../../../machine/index.js';
import { checkedOutcome } from '../../parts/index.js';
import type { VcpuFacade } from '../../sockets/index.js';
import type { DeprivilegedGuest } from '../deprivileged/index.js';

export function emulateInstruction(guest: DeprivilegedGuest, instruction: Instruction): void {
  const { vcpu } = guest.vm;
  const { machine, parts } = guest.services;
  const { emulate } = parts;
  const outcome = checkedOutcome(emulate(facade(guest), instruction));
  switch (outcome.kind) {
    case 'advance':
      vcpu.pc = (vcpu.pc + 4) >>> 0;
      vcpu.retire();
      break;
    case 'jump':
      vcpu.pc = outcome.pc;
      vcpu.mode = outcome.mode;
      machine.hart.clearReservation(); // as every change of mode does
      vcpu.retire();
      break;
    case 'inject':
      guest.giveTrap(outcome.cause, outcome.tval);
      break;
    case 'wait':
      vcpu.pc = (vcpu.pc + 4) >>> 0;
      vcpu.retire();
      guest.sleep();
      break;
  }
}

/** What the part may see and change. */
function facade({ vm, services, space }: DeprivilegedGuest): VcpuFacade {
  const { vcpu } = vm;
  const counters = {
    cycle: () => services.machine.cycles,
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
    translationsChanged: () => space.invalidate(),
  });
}

function registerNumber(number: number): number {
  if (Number.isInteger(number) && number >= 0 && number < 32) {
    return number;
  }
  throw new RangeError(`registers are numbered 0 to 31; there is no register ${String(number)}`);
}

/** A privileged instruction of a deprivileged kernel: the emulate part does to the vCPU what hardware would have done. */
import type { Instruction } from '../../../machine/index.js';
import { checkedOutcome } from '../../parts/checked-parts.js';
import { sleep } from '../deprivileged/deprivileged-guest.js';
import { giveTrap } from '../deprivileged/give-trap.js';
import type { Host } from '../../cpu/vmm-services.js';
import type { VcpuFacade } from '../../sockets/emulate.js';
import type { Vm } from '../../vm/vm.js';

export function emulateInstruction(vm: Vm, instruction: Instruction, host: Host): void {
  const { vcpu } = vm;
  const outcome = checkedOutcome(host.parts.emulate(facade(vm, host), instruction));
  switch (outcome.kind) {
    case 'advance':
      vcpu.pc = (vcpu.pc + 4) >>> 0;
      vm.retire();
      break;
    case 'jump':
      vcpu.pc = outcome.pc;
      vcpu.mode = outcome.mode;
      host.machine.hart.clearReservation(); // as every change of mode does
      vm.retire();
      break;
    case 'inject':
      giveTrap(vm, outcome.cause, outcome.tval, host);
      break;
    case 'wait':
      vcpu.pc = (vcpu.pc + 4) >>> 0;
      vm.retire();
      sleep(vm);
      break;
  }
}

function facade(vm: Vm, { machine }: Host): VcpuFacade {
  const { vcpu } = vm;
  const counters = { cycle: () => machine.cycles, time: () => vcpu.time, instret: () => vcpu.retired };
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
    translationsChanged: () => vm.shadow.forget(),
  });
}

function registerNumber(number: number): number {
  if (Number.isInteger(number) && number >= 0 && number < 32) {
    return number;
  }
  throw new RangeError(`registers are numbered 0 to 31; there is no register ${String(number)}`);
}

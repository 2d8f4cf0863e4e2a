/** ECALL from a guest's kernel for its firmware: the machine's own SBI answers, on the VM's devices and memory. */
import { handleSbi, type SbiPlatform } from '../../../machine/index.js';
import type { Exit } from './exits.js';
import { setTimer } from '../../vm/interrupts.js';
import type { Vm } from '../../vm/vm.js';

const A0 = 10;

export function serveSbiCall(vm: Vm, _exit: Exit): void {
  const { x } = vm.vcpu;
  vm.step(); // an ECALL does not retire
  vm.vcpu.pc = (vm.vcpu.pc + 4) >>> 0;
  const result = handleSbi(x.subarray(A0, A0 + 8), platform(vm));
  x[A0] = result.a0;
  x[A0 + 1] = result.a1;
}

function platform(vm: Vm): SbiPlatform {
  const { vcpu, memory, devices } = vm;
  return {
    putByte: (byte) => devices.putByte(byte),
    getByte: () => devices.getByte(),
    setTimer: (ticks) => setTimer(vcpu, ticks),
    shutdown: (code) => vm.finish({ kind: 'finished', code }),
    reset: () => vm.finish({ kind: 'reset' }),
    readByte: (address) => (memory.contains(address, 1) ? memory.readByte(address) : undefined),
    writeByte(address, byte) {
      const there = memory.contains(address, 1);
      if (there) {
        memory.writeByte(address, byte);
      }
      return there;
    },
  };
}

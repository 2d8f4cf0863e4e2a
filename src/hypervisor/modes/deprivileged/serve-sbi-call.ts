/** ECALL from a guest's kernel to its firmware. The machine's own SBI answers, with the VM's devices and memory. */
import { REG_A0, REG_A1, REG_A7, handleSbi, type SbiPlatform } from '../../../machine/index.js';
import { setTimer, type Vm } from '../../vm/index.js';
import type { DeprivilegedGuest } from './deprivileged-guest.js';

export function serveSbiCall({ vm }: DeprivilegedGuest): void {
  const { vcpu } = vm;
  vcpu.step(); // an ECALL does not retire
  vcpu.pc = (vcpu.pc + 4) >>> 0;
  const result = handleSbi(vcpu.x.subarray(REG_A0, REG_A7 + 1), platform(vm));
  vcpu.x[REG_A0] = result.a0;
  vcpu.x[REG_A1] = result.a1;
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

/** ECALL from a guest's kernel to its firmware. The machine's own SBI answers, with the VM's devices, memory and vCPUs. */
import { REG_A0, REG_A1, REG_A7, costs, handleSbi, type SbiPlatform } from '../../../machine/index.js';
import { setTimer } from '../../vm/index.js';
import type { GuestOnVcpu } from './guest-on-vcpu.js';
import { virtualHarts } from './virtual-harts.js';

export function serveSbiCall(guest: GuestOnVcpu): undefined {
  const { vcpu } = guest;
  const caller = vcpu.pc;
  vcpu.step(); // an ECALL does not retire
  const result = handleSbi(vcpu.x.subarray(REG_A0, REG_A7 + 1), platform(guest));
  if (vcpu.pc === caller) {
    vcpu.x[REG_A0] = result.a0;
    vcpu.x[REG_A1] = result.a1;
    vcpu.pc = (caller + 4) >>> 0;
  } // else the call has set another pc: a suspended vCPU resumes at the address that it gave
}

function platform(guest: GuestOnVcpu): SbiPlatform {
  const { vm, vcpu, services } = guest;
  const { memory, devices } = vm;
  const chargeDevice = () => services.machine.charge(costs.deviceAccess);
  return {
    putByte(byte) {
      chargeDevice();
      devices.putByte(byte);
    },
    getByte() {
      chargeDevice();
      return devices.getByte();
    },
    setTimer: (ticks) => setTimer(vcpu, ticks),
    shutdown: (code) => vm.finish({ kind: 'finished', code }),
    reset: () => vm.finish({ kind: 'reset' }),
    harts: virtualHarts(guest),
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

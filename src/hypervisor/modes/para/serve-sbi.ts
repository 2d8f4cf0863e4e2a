/**
 * ECALL from a paravirtual kernel to its firmware. A port may keep what it asks of the SBI: the console, the timer, the end. There are no
 * calls about harts, since such a VM has one.
 */
import { REG_A0, REG_A1, REG_A7, costs, handleSbi } from '../../../machine/index.js';
import { armTimer } from '../../vm/index.js';
import type { Caller } from './caller.js';

export function serveSbi({ vm, vcpu, domain, services }: Caller): undefined {
  const { memory, devices } = vm;
  const chargeDevice = () => services.machine.charge(costs.deviceAccess);
  vcpu.step(); // an ECALL does not retire
  const result = handleSbi(vcpu.x.subarray(REG_A0, REG_A7 + 1), {
    putByte(byte) {
      chargeDevice();
      devices.putByte(byte);
    },
    getByte() {
      chargeDevice();
      return devices.getByte();
    },
    setTimer(ticks) {
      domain.events.clearTimer();
      armTimer(vcpu, ticks);
    },
    shutdown: (code) => vm.finish({ kind: 'finished', code }),
    reset: () => vm.finish({ kind: 'reset' }),
    readByte: (address) => (domain.has(address, 1) ? memory.readByte(address) : undefined),
    writeByte(address, byte) {
      const there = domain.has(address, 1) && domain.mayWrite(address, 1);
      if (there) {
        memory.writeByte(address, byte);
      }
      return there;
    },
  });
  vcpu.x[REG_A0] = result.a0;
  vcpu.x[REG_A1] = result.a1;
  vcpu.pc = (vcpu.pc + 4) >>> 0;
  domain.info.tellTime();
}

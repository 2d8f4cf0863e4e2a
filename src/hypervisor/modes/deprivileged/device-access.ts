/** A load or store that leads to a virtual device. The VMM reads the instruction from the guest's memory, and does what it says. */
import { Cause, costs, decode, isCompressed } from '../../../machine/index.js';
import { performOnDevice } from '../common/index.js';
import type { DeprivilegedGuest } from './deprivileged-guest.js';
import type { Exit } from './exits.js';

export function accessDevice(
  guest: DeprivilegedGuest,
  { kind, address, virtualAddress }: Exit & { readonly name: 'device access' },
): undefined {
  const { vm, vcpu, services } = guest;
  const word = guest.space.fetchWord();
  const instruction = decode(word);
  services.machine.charge(costs.deviceAccess);
  // Of a misaligned access, only a part may be at the device: then the fault is at another address than the instruction's.
  const whole = instruction && (vcpu.x[instruction.rs1]! + instruction.imm) >>> 0 === virtualAddress;
  if (!whole || !performOnDevice(vcpu, vm.devices, instruction, address)) {
    guest.giveTrap(kind === 'load' ? Cause.LoadAccessFault : Cause.StoreAccessFault, virtualAddress);
    return;
  }
  vcpu.pc = (vcpu.pc + (isCompressed(word) ? 2 : 4)) >>> 0;
  vcpu.retire();
}

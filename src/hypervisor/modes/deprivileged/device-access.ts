/**
 * A load or store that leads to a virtual device. There is no memory to map, so the VMM does what the instruction says.
 * Unprivileged specification 20191213, section 2.6.
 */
import {
  Cause,
  costs,
  decode,
  isCompressed,
  type Instruction,
  type Mnemonic,
} from '../../../machine/index.js';
import type { Vcpu, VirtualDevices } from '../../vm/index.js';
import type { DeprivilegedGuest } from './deprivileged-guest.js';
import type { Exit } from './exits.js';

interface Access {
  readonly size: 1 | 2 | 4;
  /** For loads: what the register gets when this unsigned value was read. */
  readonly extend?: (value: number) => number;
}

/** Without AMO, LR and SC: devices do not answer them. */
const accesses: Readonly<Partial<Record<Mnemonic, Access>>> = {
  lb: { size: 1, extend: (value) => (value << 24) >> 24 },
  lbu: { size: 1, extend: (value) => value },
  lh: { size: 2, extend: (value) => (value << 16) >> 16 },
  lhu: { size: 2, extend: (value) => value },
  lw: { size: 4, extend: (value) => value },
  sb: { size: 1 },
  sh: { size: 2 },
  sw: { size: 4 },
};

export function accessDevice(
  guest: DeprivilegedGuest,
  { kind, address, virtualAddress }: Exit & { readonly name: 'device access' },
): undefined {
  const { vm, vcpu, services } = guest;
  const word = guest.space.fetchWord();
  const instruction = decode(word);
  const access = instruction && accesses[instruction.name];
  services.machine.charge(costs.deviceAccess);
  if (!access || !perform(vcpu, vm.devices, instruction, access, address, virtualAddress)) {
    guest.giveTrap(kind === 'load' ? Cause.LoadAccessFault : Cause.StoreAccessFault, virtualAddress);
    return;
  }
  vcpu.pc = (vcpu.pc + (isCompressed(word) ? 2 : 4)) >>> 0;
  vcpu.retire();
}

/** False when no device answers. No device answers a misaligned access; then only a part of it may be at the device. */
function perform(
  vcpu: Vcpu,
  devices: VirtualDevices,
  { rd, rs1, rs2, imm }: Instruction,
  { size, extend }: Access,
  address: number,
  virtualAddress: number,
): boolean {
  if (address % size !== 0 || (vcpu.x[rs1]! + imm) >>> 0 !== virtualAddress) {
    return false;
  }
  if (extend === undefined) {
    return devices.write(address, size, vcpu.x[rs2]!);
  }
  const value = devices.read(address, size);
  if (value !== undefined && rd !== 0) {
    vcpu.x[rd] = extend(value);
  }
  return value !== undefined;
}

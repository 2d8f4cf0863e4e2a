/**
 * A load or store that leads to a virtual device. There is no memory to map, so the VMM does what the instruction says.
 * Unprivileged specification 20191213, section 2.6.
 */
import type { Instruction, Mnemonic } from '../../../machine/index.js';
import type { Vcpu, VirtualDevices } from '../../vm/index.js';

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

/**
 * Does what a load or store at this guest-physical address does. False when no device answers: it answers no other instruction, and no
 * misaligned access.
 */
export function performOnDevice(
  vcpu: Vcpu,
  devices: VirtualDevices,
  { name, rd, rs2 }: Instruction,
  address: number,
): boolean {
  const access = accesses[name];
  if (access === undefined || address % access.size !== 0) {
    return false;
  }
  const { size, extend } = access;
  if (extend === undefined) {
    return devices.write(address, size, vcpu.x[rs2]!);
  }
  const value = devices.read(address, size);
  if (value !== undefined && rd !== 0) {
    vcpu.x[rd] = extend(value);
  }
  return value !== undefined;
}

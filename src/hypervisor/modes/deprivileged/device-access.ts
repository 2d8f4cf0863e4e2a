/**
 * A load or store that leads to a virtual device. There is no memory to map, so the VMM does what the instruction says.
 * Unprivileged specification 20191213, section 2.6.
 */
import { Cause, decode, isCompressed, type Mnemonic } from '../../../machine/index.js';
import type { Vm } from '../../vm/index.js';
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
): void {
  const { vm } = guest;
  const word = guest.space.fetchWord();
  const instruction = decode(word);
  const access = instruction && accesses[instruction.name];
  const done =
    access &&
    (access.extend ? load(vm, access, address, instruction.rd) : store(vm, access, address, instruction.rs2));
  if (!done) {
    return guest.giveTrap(kind === 'load' ? Cause.LoadAccessFault : Cause.StoreAccessFault, virtualAddress);
  }
  vm.vcpu.pc = (vm.vcpu.pc + (isCompressed(word) ? 2 : 4)) >>> 0;
  vm.vcpu.retire();
  const end = vm.devices.finisherEnd();
  if (end) {
    vm.finish(end);
  }
}

function load({ vcpu, devices }: Vm, { size, extend }: Access, address: number, rd: number): boolean {
  const value = devices.read(address, size);
  if (value === undefined) {
    return false;
  }
  if (rd !== 0) {
    vcpu.x[rd] = extend ? extend(value) : value;
  }
  return true;
}

function store({ vcpu, devices }: Vm, { size }: Access, address: number, rs2: number): boolean {
  return devices.write(address, size, vcpu.x[rs2] as number);
}

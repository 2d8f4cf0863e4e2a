import { Csr, Machine, Mode, SATP_ASID_SHIFT, SATP_MODE_SV32, SSTATUS_SUM } from '../../machine/index.js';
import { Vcpu } from '../vm/index.js';
import { ShadowAddressSpace } from './shadow-address-space.js';
import { ShadowTables } from './shadow-tables.js';

const BASE = 0x8000_0000;
const everything = { read: true, write: true, execute: true };

/** The address space of a vCPU whose tables lie in the first frames of a small machine. */
function create() {
  const machine = new Machine({ memoryBytes: 16 * 4096 });
  const vcpu = new Vcpu();
  const frames = [0, 1, 2, 3, 4, 5].map((index) => BASE / 4096 + index);
  const tables = new ShadowTables(machine.memory, frames, 192, () => machine.hart.flushTlb());
  const space = new ShadowAddressSpace(vcpu, machine, tables);
  const asid = () => {
    space.activate();
    return (machine.hart.readCsr(Csr.satp) >>> SATP_ASID_SHIFT) & 0x1ff;
  };
  const map = (address: number, frame: number) =>
    space.map({ address, kind: 'fetch' }, frame, everything, []);
  return { machine, vcpu, space, asid, map };
}

test('each context of an address space has an ASID of its own', () => {
  const { vcpu, space, asid } = create();
  vcpu.writeCsr(Csr.satp, SATP_MODE_SV32);
  space.fence();
  const kernel = asid();
  vcpu.writeCsr(Csr.sstatus, SSTATUS_SUM);
  const reachingOut = asid();
  vcpu.mode = Mode.User;
  const user = asid();
  vcpu.writeCsr(Csr.sstatus, 0); // SUM means nothing to a process
  expect([kernel, reachingOut, user, asid()]).toEqual([192, 193, 194, 194]);
});

test('another satp is another address space, from the moment at which the VMM is told', () => {
  const { vcpu, space, asid } = create();
  const unpaged = asid();
  vcpu.writeCsr(Csr.satp, SATP_MODE_SV32 | 5);
  expect(asid()).toBe(unpaged);
  space.fence();
  expect(asid()).not.toBe(unpaged);
  vcpu.writeCsr(Csr.satp, 0);
  space.fence();
  expect(asid()).toBe(unpaged); // and the old one is still there
});

test('an instruction is read from where its two halves are mapped', () => {
  const { machine, vcpu, space, map } = create();
  vcpu.pc = 0x1ffe;
  map(0x1000, BASE / 4096 + 9);
  map(0x2000, BASE / 4096 + 7);
  machine.memory.write16(BASE + 9 * 4096 + 0xffe, 0x0513);
  machine.memory.write16(BASE + 7 * 4096, 0x0010);
  expect(space.fetchWord()).toBe(0x0010_0513);
});

test('of a VM that is gone nothing is mapped any more', () => {
  const { vcpu, space, map } = create();
  vcpu.pc = 0x1000;
  map(0x1000, BASE / 4096 + 9);
  space.remove();
  expect(() => space.fetchWord()).toThrow('no shadow entry for pc 0x1000');
});

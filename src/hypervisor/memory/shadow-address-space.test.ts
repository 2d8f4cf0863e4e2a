import { Csr, Machine, Mode, SATP_ASID_SHIFT, SSTATUS_SUM } from '../../machine/index.js';
import { GuestMemory, Vm } from '../vm/index.js';
import { ShadowAddressSpace } from './shadow-address-space.js';

const BASE = 0x8000_0000;
const everything = { read: true, write: true, execute: true };

/** VM 3 with an address space whose tables lie in the first frames of a small machine. */
function create() {
  const machine = new Machine({ memoryBytes: 16 * 4096 });
  const vm = new Vm(3, 'any', new GuestMemory(machine.memory, () => undefined, BASE, 4096));
  const frames = [0, 1, 2, 3, 4, 5].map((index) => BASE / 4096 + index);
  return { machine, vm, space: new ShadowAddressSpace(vm, machine, frames) };
}

test('each context of a guest has an ASID of its own, which no other VM has', () => {
  const { machine, vm, space } = create();
  const asid = () => {
    space.activate();
    return (machine.hart.readCsr(Csr.satp) >>> SATP_ASID_SHIFT) & 0x1ff;
  };
  expect(asid()).toBe(3 * 8 + 1); // its kernel
  vm.vcpu.writeCsr(Csr.sstatus, SSTATUS_SUM);
  expect(asid()).toBe(3 * 8 + 3);
  vm.vcpu.mode = Mode.User;
  expect(asid()).toBe(3 * 8); // SUM means nothing to a process
});

test('an instruction is read from where its two halves are mapped', () => {
  const { machine, vm, space } = create();
  vm.vcpu.pc = 0x1ffe;
  space.map(0x1000, BASE / 4096 + 9, everything);
  space.map(0x2000, BASE / 4096 + 7, everything);
  machine.memory.write16(BASE + 9 * 4096 + 0xffe, 0x0513);
  machine.memory.write16(BASE + 7 * 4096, 0x0010);
  expect(space.fetchWord()).toBe(0x0010_0513);
});

test('what was invalidated is not mapped any more', () => {
  const { vm, space } = create();
  vm.vcpu.pc = 0x1000;
  space.map(0x1000, BASE / 4096 + 9, everything);
  space.invalidate();
  expect(() => space.fetchWord()).toThrow('no shadow entry for pc 0x1000');
});

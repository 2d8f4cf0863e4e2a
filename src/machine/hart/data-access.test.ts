import { assemble } from '../../assembler/index.js';
import { Cause } from '../isa/causes.js';
import { boot, register } from '../testing.js';

const DATA = 0x8000_1000;

function machineAt(instruction: string, a1: number, a0 = 0) {
  const machine = boot(assemble(instruction), { firmware: 'vmm', registers: { a0, a1 } });
  machine.memory.write32(DATA, 0x8070_f0ff);
  return machine;
}

test.each([
  ['lb a0, 0(a1)', 0xffff_ffff],
  ['lbu a0, 0(a1)', 0xff],
  ['lb a0, 2(a1)', 0x70],
  ['lh a0, 0(a1)', 0xffff_f0ff],
  ['lhu a0, 0(a1)', 0xf0ff],
  ['lh a0, 2(a1)', 0xffff_8070],
  ['lw a0, 0(a1)', 0x8070_f0ff],
])('%s extends what it loads to %i', (instruction, expected) => {
  const machine = machineAt(instruction, DATA);
  expect(machine.run(1)).toEqual({ kind: 'budget' });
  expect(register(machine, 'a0')).toBe(expected);
});

test.each([
  ['sb a0, 1(a1)', 0x8070_dcff],
  ['sh a0, 2(a1)', 0xbadc_f0ff],
  ['sw a0, 0(a1)', 0xfeed_badc],
])('%s changes only the bytes that it stores to', (instruction, expected) => {
  const machine = machineAt(instruction, DATA, 0xfeed_badc);
  machine.run(1);
  expect(machine.memory.read32(DATA)).toBe(expected);
});

test('offsets are signed', () => {
  const machine = machineAt('lw a0, -2048(a1)', DATA + 2048);
  machine.run(1);
  expect(register(machine, 'a0')).toBe(0x8070_f0ff);
});

test.each([
  ['lh a0, 1(a1)', Cause.LoadMisaligned, DATA + 1],
  ['lhu a0, 3(a1)', Cause.LoadMisaligned, DATA + 3],
  ['lw a0, 2(a1)', Cause.LoadMisaligned, DATA + 2],
  ['sh a0, 1(a1)', Cause.StoreMisaligned, DATA + 1],
  ['sw a0, 1(a1)', Cause.StoreMisaligned, DATA + 1],
])('%s traps, because software handles misaligned accesses', (instruction, cause, tval) => {
  const machine = machineAt(instruction, DATA, 77);
  expect(machine.run(1)).toEqual({ kind: 'trap', cause, tval });
  expect(register(machine, 'a0')).toBe(77);
  expect(machine.memory.read32(DATA)).toBe(0x8070_f0ff);
});

test.each([
  ['lw a0, 0(a1)', 0x8001_0000, Cause.LoadAccessFault],
  ['lb a0, 0(a1)', 0x7fff_ffff, Cause.LoadAccessFault],
  ['lb a0, 0(a1)', 0, Cause.LoadAccessFault],
  ['sb a0, 0(a1)', 0xffff_ffff, Cause.StoreAccessFault],
  ['sw a0, 0(a1)', 0x8001_0000, Cause.StoreAccessFault],
])('%s at %i, where there is no memory, is an access fault', (instruction, address, cause) => {
  const machine = machineAt(instruction, address, 77);
  expect(machine.run(1)).toEqual({ kind: 'trap', cause, tval: address });
  expect(register(machine, 'a0')).toBe(77);
});

test('the last word of memory can be used', () => {
  const machine = machineAt('sw a0, 0(a1)', 0x8000_fffc, 5);
  expect(machine.run(1)).toEqual({ kind: 'budget' });
  expect(machine.memory.read32(0x8000_fffc)).toBe(5);
});

test('code cannot be executed from a device', () => {
  const machine = machineAt('jr a1', 0x1000_0000);
  machine.run(1);
  expect(machine.run(1)).toEqual({ kind: 'trap', cause: Cause.InstructionAccessFault, tval: 0x1000_0000 });
});

test('a program that overwrites an instruction executes the new one, even without FENCE.I', () => {
  const machine = boot(assemble('li a0, 1\n sw a2, 0(a1)\n j . - 8'), {
    registers: { a1: 0x8000_0000, a2: 0x0630_0513 }, // li a0, 99
  });
  machine.run(3);
  expect(register(machine, 'a0')).toBe(1);
  machine.run(1);
  expect(register(machine, 'a0')).toBe(99);
});

import { assemble } from '../../assembler/index.js';
import { boot, register } from '../testing.js';

const MIN = 0x8000_0000;
const MAX = 0x7fff_ffff;
const MINUS_1 = 0xffff_ffff;

/** The value of a0 after one instruction with these values in a1 and a2. */
function result(instruction: string, a1: number, a2 = 0): number {
  const machine = boot(assemble(instruction), { registers: { a0: 0x5555_5555, a1, a2 } });
  expect(machine.run(1)).toEqual({ kind: 'budget' });
  expect(machine.hart.pc).toBe(0x8000_0004);
  return register(machine, 'a0');
}

test.each([
  ['add', MAX, 1, MIN],
  ['add', MINUS_1, 1, 0],
  ['sub', 0, 1, MINUS_1],
  ['sub', MIN, 1, MAX],
  ['sll', 1, 31, MIN],
  ['sll', 1, 32, 1],
  ['sll', 3, MINUS_1, MIN],
  ['srl', MIN, 31, 1],
  ['srl', MINUS_1, 32, MINUS_1],
  ['sra', MIN, 31, MINUS_1],
  ['sra', MIN, 33, 0xc000_0000],
  ['slt', MINUS_1, 0, 1],
  ['slt', 0, MINUS_1, 0],
  ['slt', MIN, MAX, 1],
  ['sltu', MINUS_1, 0, 0],
  ['sltu', 0, MINUS_1, 1],
  ['sltu', 5, 5, 0],
  ['xor', 0xff00_ff00, 0x0ff0_0ff0, 0xf0f0_f0f0],
  ['or', 0xff00_0000, 0x00ff_0000, 0xffff_0000],
  ['and', 0xff0f_0000, 0x0fff_1234, 0x0f0f_0000],
])('%s of %i and %i is %i', (name, a, b, expected) => {
  expect(result(`${name} a0, a1, a2`, a, b)).toBe(expected);
});

test.each([
  ['mul', MINUS_1, MINUS_1, 1],
  ['mul', 0x1_0001, 0x1_0001, 0x2_0001],
  ['mul', 0x7fff_ffff, 0x7fff_ffff, 1],
  ['mulh', MIN, MIN, 0x4000_0000],
  ['mulh', MINUS_1, MINUS_1, 0],
  ['mulh', MINUS_1, 1, MINUS_1],
  ['mulh', MAX, MAX, 0x3fff_ffff],
  ['mulhsu', MINUS_1, MINUS_1, MINUS_1],
  ['mulhsu', MIN, MINUS_1, 0x8000_0000],
  ['mulhsu', MAX, MINUS_1, 0x7fff_fffe],
  ['mulhu', MINUS_1, MINUS_1, 0xffff_fffe],
  ['mulhu', MIN, 2, 1],
  ['mulhu', 0x1_0000, 0x1_0000, 1],
])('%s of %i and %i is %i', (name, a, b, expected) => {
  expect(result(`${name} a0, a1, a2`, a, b)).toBe(expected);
});

test.each([
  ['div', 7, -2, -3],
  ['div', -7, 2, -3],
  ['div', 5, 0, -1],
  ['div', MIN, -1, MIN],
  ['divu', MINUS_1, 2, MAX],
  ['divu', 5, 0, MINUS_1],
  ['divu', MIN, -1, 0],
  ['rem', 7, -2, 1],
  ['rem', -7, 2, -1],
  ['rem', -7, 7, 0],
  ['rem', -5, 0, -5],
  ['rem', MIN, -1, 0],
  ['remu', MINUS_1, 10, 5],
  ['remu', MINUS_1, 0, MINUS_1],
])('%s of %i by %i is %i, and no division traps', (name, a, b, expected) => {
  expect(result(`${name} a0, a1, a2`, a, b)).toBe(expected >>> 0);
});

test.each([
  ['addi a0, a1, -2048', 0, 0xffff_f800],
  ['slti a0, a1, -1', -2, 1],
  ['sltiu a0, a1, -1', 5, 1],
  ['sltiu a0, a1, 1', 0, 1],
  ['xori a0, a1, -1', 0x0f0f_0f0f, 0xf0f0_f0f0],
  ['ori a0, a1, 0x7ff', MIN, 0x8000_07ff],
  ['andi a0, a1, -16', 0x1234_5678, 0x1234_5670],
  ['slli a0, a1, 31', 3, MIN],
  ['srli a0, a1, 31', MIN, 1],
  ['srai a0, a1, 31', MIN, MINUS_1],
  ['lui a0, 0xfffff', 0, 0xffff_f000],
  ['auipc a0, 0x7ffff', 0, 0xffff_f000],
  ['auipc a0, 0x80000', 0, 0],
])('%s with a1 = %i gives %i', (instruction, a1, expected) => {
  expect(result(instruction, a1)).toBe(expected);
});

test('a write to x0 has no effect', () => {
  const machine = boot(assemble('addi x0, x0, 5\n lui x0, 1\n jal x0, 1f\n 1: add a0, x0, x0'), {
    registers: { a0: 9 },
  });
  machine.run(4);
  expect(machine.hart.x[0]).toBe(0);
  expect(register(machine, 'a0')).toBe(0);
});

test.each([
  ['beq', 1, 1, true],
  ['beq', 1, 2, false],
  ['bne', 1, 2, true],
  ['bne', 2, 2, false],
  ['blt', -1, 0, true],
  ['blt', 0, -1, false],
  ['bge', 0, 0, true],
  ['bge', -1, 0, false],
  ['bltu', 0, -1, true],
  ['bltu', -1, 0, false],
  ['bgeu', -1, 0, true],
  ['bgeu', 0, -1, false],
])('%s with %i and %i: taken is %s', (name, a1, a2, taken) => {
  const machine = boot(assemble(`${name} a1, a2, 1f\n nop\n nop\n 1: nop`), { registers: { a1, a2 } });
  machine.run(1);
  expect(machine.hart.pc).toBe(taken ? 0x8000_000c : 0x8000_0004);
});

test('a jump stores the address of the instruction after it, and a jump to a register clears the lowest bit of its target', () => {
  const machine = boot(assemble('jal a0, 1f\n nop\n 1: jalr a0, 1(a1)'), { registers: { a1: 0x8000_0000 } });
  machine.run(1);
  expect([register(machine, 'a0'), machine.hart.pc]).toEqual([0x8000_0004, 0x8000_0008]);
  machine.run(1);
  expect([register(machine, 'a0'), machine.hart.pc]).toEqual([0x8000_000c, 0x8000_0000]);
});

test('a register jump may use the register that it overwrites', () => {
  const machine = boot(assemble('jalr a0, 8(a0)'), { registers: { a0: 0x8000_0000 } });
  machine.run(1);
  expect([register(machine, 'a0'), machine.hart.pc]).toEqual([0x8000_0004, 0x8000_0008]);
});

test.each(['jal a0, . + 6', 'jalr a0, 2(a1)', 'beq a1, a1, . + 6'])(
  '%s may jump to an address that is even but not a multiple of four, since there are compressed instructions',
  (jump) => {
    const machine = boot(assemble(jump), { firmware: 'vmm', registers: { a1: 0x8000_0004 } });
    expect(machine.run(1)).toEqual({ kind: 'budget' });
    expect(machine.hart.pc).toBe(0x8000_0006);
  },
);

test('a branch that is not taken may have any target', () => {
  const machine = boot(assemble('bne a1, a1, . + 6'));
  expect(machine.run(1)).toEqual({ kind: 'budget' });
  expect(machine.hart.pc).toBe(0x8000_0004);
});

test('the program counter wraps around at the end of the address space', () => {
  const machine = boot(assemble('jr a1'), { firmware: 'vmm', registers: { a1: -4 } });
  machine.run(1);
  expect(machine.run(1)).toEqual({ kind: 'trap', cause: 1, tval: 0xffff_fffc });
});

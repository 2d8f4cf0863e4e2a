import { assemble } from '../../assembler/index.js';
import { Cause } from '../isa/causes.js';
import { boot, register, type Setup } from '../testing.js';

const WORD = 0x8000_1000;

function prepared(source: string, word: number, registers: Setup['registers'] = {}) {
  const machine = boot(assemble(source), { firmware: 'vmm', registers: { a1: WORD, ...registers } });
  machine.memory.write32(WORD, word);
  return machine;
}

test.each([
  ['amoswap.w', 5, 7, 7],
  ['amoadd.w', 0xffff_ffff, 2, 1],
  ['amoxor.w', 0xff, 0x0f, 0xf0],
  ['amoand.w', 0xff, 0x0f, 0x0f],
  ['amoor.w', 0xf0, 0x0f, 0xff],
  ['amomin.w', 0xffff_ffff, 1, 0xffff_ffff],
  ['amomin.w', 3, 0x8000_0000, 0x8000_0000],
  ['amomax.w', 0xffff_ffff, 1, 1],
  ['amominu.w', 0xffff_ffff, 1, 1],
  ['amomaxu.w', 0xffff_ffff, 1, 0xffff_ffff],
])('%s returns the old word %i; with the operand %i it writes %i', (name, old, operand, left) => {
  const machine = prepared(`${name} a0, a2, (a1)`, old, { a2: operand });
  expect(machine.run(1)).toEqual({ kind: 'budget' });
  expect(register(machine, 'a0')).toBe(old);
  expect(machine.memory.read32(WORD)).toBe(left);
});

test('an AMO may name the same register three times', () => {
  const machine = prepared('amoadd.w a1, a1, (a1)', 1);
  machine.run(1);
  expect(machine.memory.read32(WORD)).toBe(WORD + 1);
  expect(register(machine, 'a1')).toBe(1);
});

test.each([
  ['lr.w a0, (a1)', WORD + 2, Cause.LoadMisaligned],
  ['sc.w a0, a2, (a1)', WORD + 1, Cause.StoreMisaligned],
  ['amoadd.w a0, a2, (a1)', WORD + 2, Cause.StoreMisaligned],
  ['lr.w a0, (a1)', 0x1000_0000, Cause.LoadAccessFault],
  ['amoadd.w a0, a2, (a1)', 0x1000_0000, Cause.StoreAccessFault],
  ['amoadd.w a0, a2, (a1)', 0x9000_0000, Cause.StoreAccessFault],
])('%s at %i traps and writes nothing', (source, address, cause) => {
  const machine = prepared(source, 5, { a0: 77, a1: address });
  expect(machine.run(1)).toEqual({ kind: 'trap', cause, tval: address });
  expect(register(machine, 'a0')).toBe(77);
});

test('SC.W stores once after LR.W of the same word, and only once', () => {
  const machine = prepared('lr.w a0, (a1)\n sc.w a3, a2, (a1)\n sc.w a4, a5, (a1)', 5, { a2: 6, a5: 7 });
  machine.run(3);
  expect(['a0', 'a3', 'a4'].map((name) => register(machine, name))).toEqual([5, 0, 1]);
  expect(machine.memory.read32(WORD)).toBe(6);
});

test('SC.W without a reservation fails without looking at memory', () => {
  const machine = prepared('sc.w a0, a2, (a1)', 0, { a1: 0x9000_0000 });
  expect(machine.run(1)).toEqual({ kind: 'budget' });
  expect(register(machine, 'a0')).toBe(1);
});

test('SC.W to another word fails and ends the reservation', () => {
  const machine = prepared('lr.w a0, (a1)\n sc.w a3, a2, (a6)\n sc.w a4, a2, (a1)', 5, {
    a2: 6,
    a6: WORD + 4,
  });
  machine.run(3);
  expect([register(machine, 'a3'), register(machine, 'a4')]).toEqual([1, 1]);
  expect([machine.memory.read32(WORD), machine.memory.read32(WORD + 4)]).toEqual([5, 0]);
});

test('SC.W after LR.W still traps if the store is not allowed', () => {
  const machine = prepared('lr.w a0, (a1)\n sc.w a3, a2, (a6)', 5, { a6: 0x9000_0000 });
  expect(machine.run(2)).toEqual({ kind: 'trap', cause: Cause.StoreAccessFault, tval: 0x9000_0000 });
});

test('a trap between LR.W and SC.W makes SC.W fail', () => {
  const machine = boot(
    assemble(`
      la t0, handler
      csrw mtvec, t0
      lr.w a0, (a1)
      ecall
      sc.w a3, a2, (a1)
    1: j 1b
      .align 2
    handler:
      csrr t0, mepc
      addi t0, t0, 4
      csrw mepc, t0
      mret
    `),
    { registers: { a1: WORD, a2: 6 } },
  );
  machine.run(20);
  expect(register(machine, 'a3')).toBe(1);
  expect(machine.memory.read32(WORD)).toBe(0);
});

test('a VMM can end a reservation when it switches to another guest', () => {
  const machine = prepared('lr.w a0, (a1)\n sc.w a3, a2, (a1)', 5, { a2: 6 });
  machine.run(1);
  machine.hart.clearReservation();
  machine.run(1);
  expect(register(machine, 'a3')).toBe(1);
});

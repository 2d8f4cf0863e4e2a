/** Whether anything can still happen on a machine: what is told, and what must not be. */
import { assemble } from '../assembler/index.js';
import { Cause, type Machine, type MachineOptions } from './index.js';
import { boot } from './testing.js';

/** Runs for a while, and then looks. */
function look(source: string, options: Partial<MachineOptions> = {}) {
  const machine = boot(assemble(source), options);
  machine.run(10_000);
  return machine.look();
}

const park = 'bnez a0, 2f\n 1: wfi\n j 1b\n';
const lock = '.align 2\n lock: .word 1';

test.each([
  ['one hart goes round in one instruction', '1: j 1b', 1],
  ['all harts do', '1: j 1b', 3],
  ['one hart waits for an interrupt, and the other goes round', `${park} 2: j 2b`, 2],
  [
    'a hart waits for a word that nobody will write',
    `${park} 2: la t1, lock\n 3: lw t0, (t1)\n bnez t0, 3b\n j .\n ${lock}`,
    2,
  ],
  [
    'all harts wait for a lock with AMOs',
    `la t1, lock\n li t2, 1\n 1: amoswap.w t0, t2, (t1)\n bnez t0, 1b\n j .\n ${lock}`,
    4,
  ],
  ['all harts wait for a lock with LR', `la t1, lock\n 1: lr.w t0, (t1)\n bnez t0, 1b\n j .\n ${lock}`, 2],
  ['an interrupt is pending that nobody takes', 'li t0, 128\n csrw mie, t0\n 1: wfi\n j 1b', 2],
  ['a loop stores what is there already', 'la t0, lock\n li t1, 1\n 1: sw t1, (t0)\n j 1b\n' + lock, 1],
])('nothing can happen any more when %s', (_what, source, harts) => {
  expect(look(source, { harts })).toEqual({ kind: 'standstill' });
});

test.each([
  ['counts', '1: addi t0, t0, 1\n j 1b', 1],
  [
    'counts in memory',
    'la t1, lock\n 1: lw t0, (t1)\n addi t0, t0, 1\n sw t0, (t1)\n li t0, 0\n j 1b\n' + lock,
    1,
  ],
  [
    'counts in memory while the others spin',
    `bnez a0, .\n la t1, lock\n 1: li t0, 1\n amoadd.w x0, t0, (t1)\n li t0, 0\n j 1b\n ${lock}`,
    3,
  ],
  [
    'writes in turn two values',
    `la t1, lock\n 1: li t0, 1\n sw t0, (t1)\n sw x0, (t1)\n li t0, 0\n j 1b\n ${lock}`,
    1,
  ],
  ['looks for input', 'li t1, 0x10000000\n 1: lb t0, 5(t1)\n li t0, 0\n j 1b', 1],
  ['looks at the time', '1: csrr t0, cycle\n li t0, 0\n j 1b', 1],
  ['looks at the instructions retired', '1: csrr t0, minstret\n li t0, 0\n j 1b', 1],
  [
    'waits for a timer of another hart',
    'bnez a0, .\n li t0, 0x2004000\n li t1, 1000000\n sw t1, (t0)\n sw x0, 4(t0)\n li t0, 128\n csrw mie, t0\n 1: wfi\n j 1b',
    2,
  ],
  ['waits for an alarm', 'li t0, 0x101000\n lui t1, 0x70000\n sw x0, 12(t0)\n sw t1, 8(t0)\n 1: j 1b', 1],
  [
    'goes round in more steps than are watched',
    'li t2, 5000\n 1: mv t0, t2\n 2: addi t0, t0, -1\n bnez t0, 2b\n j 1b',
    1,
  ],
])('a hart that %s may go on', (_what, source, harts) => {
  expect(look(source, { harts })).toEqual({ kind: 'budget' });
});

test('an S-mode program that asks the SBI for input may go on, and one that waits or polls for the SBI timer', () => {
  const asks = '1: li a7, 2\n ecall\n li a0, 0\n j 1b';
  expect(look(asks, { firmware: 'sbi' })).toEqual({ kind: 'budget' });
  const polls =
    'li a0, 1000000\n li a1, 0\n li a7, 0\n ecall\n 1: csrr t0, sip\n andi t0, t0, 32\n beqz t0, 1b';
  expect(look(polls, { firmware: 'sbi' })).toEqual({ kind: 'budget' });
  expect(look('1: csrr t0, sip\n j 1b', { firmware: 'sbi' })).toEqual({ kind: 'standstill' });
  const waits = 'li a0, 1000000\n li a1, 0\n li a7, 0\n ecall\n li t0, 32\n csrw sie, t0\n 1: j 1b';
  expect(look(waits, { firmware: 'sbi' })).toEqual({ kind: 'budget' });
});

test('looking is a part of the run: the program does not notice it', () => {
  const source =
    'li s0, 3000\n 1: la t1, lock\n lw t0, (t1)\n addi t0, t0, 1\n sw t0, (t1)\n addi s0, s0, -1\n bnez s0, 1b\n wfi\n' +
    lock;
  const ends = [
    (machine: Machine) => void machine.run(6000),
    (machine: Machine) => void (machine.look(), machine.look(), machine.look()),
  ].map((work) => {
    const machine = boot(assemble(source));
    work(machine);
    return [
      machine.steps,
      machine.cycles,
      [...machine.hart.x],
      machine.hart.pc,
      machine.memory.read32(0x8000_0000),
    ];
  });
  expect(ends[1]).toEqual(ends[0]);
});

test('a run that ends while it is looked at says how', () => {
  const machine = boot(assemble('li t0, 0x100000\n li t1, 0x5555\n sw t1, (t0)\n j .'));
  expect(machine.look()).toEqual({ kind: 'finished', code: 0 });
});

test('who traces a run sees the program alone, with every step once', () => {
  const steps: number[] = [];
  const machine = boot(assemble('la t1, lock\n 1: amoswap.w t0, x0, (t1)\n j 1b\n' + lock));
  machine.trace = ({ kind, ...event }) => {
    if (kind === 'step') {
      steps.push((event as { step: number }).step);
    }
  };
  machine.look();
  machine.run(10);
  expect(steps).toEqual(Array.from({ length: machine.steps }, (_, index) => index));
});

describe('a program that faults for ever is told with cause, address and handler:', () => {
  const supervisor = (vector: string, then: string) => `
    li t0, -1
    csrw medeleg, t0
    li t0, ${vector}
    csrw stvec, t0
    la t0, 1f
    csrw mepc, t0
    li t0, 0x800
    csrw mstatus, t0
    mret
    1: ${then}`;
  test.each([
    [
      'no handler was ever set',
      'lw t0, (x0)',
      { cause: Cause.InstructionAccessFault, tval: 0, pc: 0, handler: 0 },
    ],
    [
      'stvec leads to nowhere',
      supervisor('0x40000000', 'ebreak'),
      { cause: Cause.InstructionAccessFault, tval: 0x4000_0000, pc: 0x4000_0000, handler: 0x4000_0000 },
    ],
    [
      'the handler is no code',
      'la t0, 1f\n csrw mtvec, t0\n ebreak\n .align 2\n 1: .word 0',
      { cause: Cause.IllegalInstruction, tval: 0, pc: 0x8000_0010, handler: 0x8000_0010 },
    ],
    [
      'the handler saves registers, and returns to the instruction that faults',
      'la t0, 1f\n csrw mtvec, t0\n la sp, lock\n lw t1, 64(x0)\n .align 2\n 1: sw t1, (sp)\n csrr t1, mcause\n lw t1, (sp)\n mret\n' +
        lock,
      { cause: Cause.LoadAccessFault, tval: 64, pc: 0x8000_0014, handler: 0x8000_0018 },
    ],
  ])('%s', (_what, source, trap) => {
    expect(look(source)).toEqual({ kind: 'standstill', trap });
  });

  test('but not one whose handler counts', () => {
    const source = 'la t0, 1f\n csrw mtvec, t0\n 2: lw t1, 64(x0)\n .align 2\n 1: addi s0, s0, 1\n mret';
    expect(look(source)).toEqual({ kind: 'budget' });
  });
});

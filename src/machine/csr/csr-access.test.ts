import { assemble } from '../../assembler/index.js';
import { Cause } from '../isa/causes.js';
import { costs } from '../cost.js';
import { Csr, MSTATUS_TVM } from '../isa/csrs.js';
import { Mode } from '../isa/modes.js';
import { boot, register } from '../testing.js';

/** A machine about to execute one instruction in this mode. A trap into machine mode stops the run. */
function about(instruction: string, mode: number = Mode.Machine, registers: Record<string, number> = {}) {
  const machine = boot(assemble(instruction), { firmware: 'vmm', registers });
  machine.hart.mode = mode;
  return machine;
}

function illegal(machine: ReturnType<typeof about>) {
  return { kind: 'trap', cause: Cause.IllegalInstruction, tval: machine.memory.read32(0x8000_0000) };
}

test.each([
  ['csrrw a0, sscratch, a1', 0x0f, 0xf0f0],
  ['csrrs a0, sscratch, a1', 0x0f, 0xf0ff],
  ['csrrc a0, sscratch, a1', 0xff, 0xf000],
  ['csrrwi a0, sscratch, 31', 0, 31],
  ['csrrsi a0, sscratch, 9', 0, 0xf0f9],
  ['csrrci a0, sscratch, 16', 0, 0xf0e0],
])('%s returns the old value and writes the new one', (instruction, a1, expected) => {
  const old = 0xf0f0;
  const machine = about(instruction, Mode.Supervisor, { a1: instruction.startsWith('csrrw ') ? old : a1 });
  machine.hart.writeCsr(Csr.sscratch, old);
  machine.run(1);
  expect(register(machine, 'a0')).toBe(old);
  expect(machine.hart.readCsr(Csr.sscratch)).toBe(expected);
});

test('the old value is returned, even if source and destination are the same register', () => {
  const machine = about('csrrw a0, sscratch, a0', Mode.Supervisor, { a0: 5 });
  machine.hart.writeCsr(Csr.sscratch, 7);
  machine.run(1);
  expect([register(machine, 'a0'), machine.hart.readCsr(Csr.sscratch)]).toEqual([7, 5]);
});

test.each([
  ['csrr a0, sstatus', Mode.User],
  ['csrr a0, mstatus', Mode.User],
  ['csrr a0, mstatus', Mode.Supervisor],
  ['csrr a0, mhartid', Mode.Supervisor],
  ['csrw mhartid, a0', Mode.Machine],
  ['csrrs a0, mhartid, a1', Mode.Machine],
  ['csrw cycle, a0', Mode.Machine],
  ['csrr a0, 0x7c0', Mode.Machine],
  ['csrr a0, 0x3a0', Mode.Machine],
])('%s in mode %i is an illegal instruction, and its word is the trap value', (instruction, mode) => {
  const machine = about(instruction, mode, { a0: 77 });
  expect(machine.run(1)).toEqual(illegal(machine));
  expect(register(machine, 'a0')).toBe(77);
});

test('to set no bits of a read-only CSR is only a read', () => {
  for (const instruction of ['csrrs a0, mhartid, x0', 'csrrc a0, mhartid, x0', 'csrrsi a0, mhartid, 0']) {
    expect(about(instruction).run(1)).toEqual({ kind: 'budget' });
  }
});

test('to set bits of a read-only CSR is a write, even if the register holds zero', () => {
  const machine = about('csrrs a0, mhartid, a1', Mode.Machine, { a1: 0 });
  expect(machine.run(1)).toEqual(illegal(machine));
});

test.each([
  [Mode.Machine, 0, 0, true],
  [Mode.Supervisor, 0, 7, false],
  [Mode.Supervisor, 7, 0, true],
  [Mode.User, 7, 0, false],
  [Mode.User, 0, 7, false],
  [Mode.User, 7, 7, true],
])(
  'mode %i with mcounteren %i and scounteren %i may read the counters: %s',
  (mode, machineBits, supervisorBits, may) => {
    for (const name of ['cycle', 'time', 'instret', 'cycleh', 'timeh', 'instreth']) {
      const machine = about(`csrr a0, ${name}`, mode);
      machine.hart.writeCsr(Csr.mcounteren, machineBits);
      machine.hart.writeCsr(Csr.scounteren, supervisorBits);
      expect(machine.run(1).kind).toBe(may ? 'budget' : 'trap');
    }
  },
);

test('mstatus.TVM forbids satp to supervisor mode, but not to machine mode', () => {
  for (const [mode, kind] of [
    [Mode.Supervisor, 'trap'],
    [Mode.Machine, 'budget'],
  ] as const) {
    for (const instruction of ['csrr a0, satp', 'csrw satp, a0']) {
      const machine = about(instruction, mode);
      machine.hart.writeCsr(Csr.mstatus, MSTATUS_TVM);
      expect(machine.run(1).kind).toBe(kind);
    }
  }
});

test('time, cycle and instret count steps, cost and completed instructions', () => {
  const source = `
    la t0, handler
    csrw mtvec, t0
    ecall
    rdtime a0
    rdinstret a1
    rdcycle a2
  1: j 1b
    .align 2
  handler:
    csrr t0, mepc
    addi t0, t0, 4
    csrw mepc, t0
    mret
  `;
  const machine = boot(assemble(source), { costs: { ...costs, instruction: 3, trap: 100 } });
  machine.run(30);
  expect(register(machine, 'a0')).toBe(8); // la is two instructions, then csrw, ecall and four in the handler
  expect(register(machine, 'a1')).toBe(8); // one more step, but not the ecall, which did not complete
  expect(register(machine, 'a2')).toBe(10 * 3 + 100);
});

test('a counter that was written counts on from the new value', () => {
  const machine = about('csrw minstret, a1\n csrr a0, minstret\n csrr a2, minstreth', Mode.Machine, {
    a1: -1,
  });
  machine.hart.writeCsr(Csr.minstreth, 6);
  machine.run(3);
  expect([register(machine, 'a0'), register(machine, 'a2')]).toEqual([0xffff_ffff, 7]);
});

test('Zicsr, section 9.1: a write to the high half of minstret is not counted in the low half', () => {
  const machine = about(
    'csrw minstret, a1\n csrw minstreth, a1\n csrr a0, minstret\n csrr a2, minstret',
    Mode.Machine,
    {
      a1: -1,
    },
  );
  machine.run(4);
  expect([register(machine, 'a0'), register(machine, 'a2')]).toEqual([0xffff_ffff, 0]);
});

test('Debug specification, section 5.2: tselect and tdata1 tell machine mode that there are no triggers', () => {
  const machine = about('csrw tselect, a1\n csrr a0, tselect\n csrr a2, tdata1', Mode.Machine, {
    a1: 1 << 31,
    a2: 9,
  });
  expect(machine.run(3)).toMatchObject({ kind: 'budget' });
  expect([register(machine, 'a0'), register(machine, 'a2')]).toEqual([0, 0]);
});

test('3.1.1: no extension can be turned off: a write to misa has no effect', () => {
  const machine = about('csrw misa, x0\n csrr a0, misa\n jal a1, . + 6', Mode.Machine);
  expect(machine.run(3)).toMatchObject({ kind: 'budget' });
  expect(register(machine, 'a0')).toBe(0x4014_1105);
  expect(machine.hart.pc).toBe(0x8000_000e); // a multiple of two: the compressed extension is still on
});

test('mcountinhibit stops the counters and restarts them', () => {
  const machine = about(
    'csrwi mcountinhibit, 5\n csrr a0, mcycle\n nop\n csrr a1, mcycle\n csrwi mcountinhibit, 0\n csrr a2, mcycle\n csrr a3, mcycle',
  );
  machine.run(7);
  const [a0, a1, a2, a3] = ['a0', 'a1', 'a2', 'a3'].map((name) => register(machine, name)) as [
    number,
    number,
    number,
    number,
  ];
  expect(a1).toBe(a0);
  expect(a2).toBe(a1);
  expect(a3).toBe(a2 + 1);
});

test('a counter can be set while it is stopped', () => {
  const machine = about('nop');
  machine.hart.writeCsr(Csr.mcountinhibit, 1);
  machine.hart.writeCsr(Csr.mcycle, 1000);
  machine.run(1);
  expect(machine.hart.readCsr(Csr.mcycle)).toBe(1000);
  machine.hart.writeCsr(Csr.mcountinhibit, 0);
  expect(machine.hart.readCsr(Csr.mcycle)).toBe(1000);
});

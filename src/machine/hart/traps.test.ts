import { assemble } from '../../assembler/index.js';
import * as csrs from '../isa/csrs.js';
import { Cause, CAUSE_INTERRUPT, causeName } from '../isa/causes.js';
import { Csr } from '../isa/csrs.js';
import { modeName, Mode } from '../isa/modes.js';
import { boot } from '../testing.js';

const START = 0x8000_0000;
const M_VECTOR = 0x8000_0100;
const S_VECTOR = 0x8000_0200;
const NOP = 0x13;

/** A machine about to execute `source` in this mode, with handlers set up. */
function inMode(mode: number, source: string, setup: Partial<Record<csrs.CsrName, number>> = {}) {
  const machine = boot(assemble(source));
  const { hart } = machine;
  machine.clint.mtimecmp = Infinity; // otherwise the timer would interrupt right after the reset
  machine.memory.write32(M_VECTOR, NOP);
  machine.memory.write32(S_VECTOR, NOP);
  hart.writeCsr(Csr.mtvec, M_VECTOR);
  hart.writeCsr(Csr.stvec, S_VECTOR);
  for (const [name, value] of Object.entries(setup)) {
    hart.writeCsr(Csr[name as csrs.CsrName], value);
  }
  hart.mode = mode;
  return machine;
}

test.each([
  ['ecall', Mode.User, Cause.EcallFromU, 0],
  ['ecall', Mode.Supervisor, Cause.EcallFromS, 0],
  ['ecall', Mode.Machine, Cause.EcallFromM, 0],
  ['ebreak', Mode.User, Cause.Breakpoint, START],
  ['c.ebreak', Mode.Supervisor, Cause.Breakpoint, START],
  ['.word 0xffffffff', Mode.User, Cause.IllegalInstruction, 0xffff_ffff],
  ['.word 0', Mode.Machine, Cause.IllegalInstruction, 0],
  ['lw a0, 2(x0)', Mode.Supervisor, Cause.LoadMisaligned, 2],
])(
  '%s in mode %i enters the machine-mode handler, which finds cause, address and mode',
  (source, mode, cause, tval) => {
    const machine = inMode(mode, source, { mstatus: csrs.MSTATUS_MIE });
    expect(machine.run(1)).toEqual({ kind: 'budget' });
    const { hart } = machine;
    expect([hart.pc, hart.mode]).toEqual([M_VECTOR, Mode.Machine]);
    expect([Csr.mepc, Csr.mcause, Csr.mtval].map((csr) => hart.readCsr(csr))).toEqual([START, cause, tval]);
    expect(hart.readCsr(Csr.mstatus)).toBe(csrs.MSTATUS_MPIE | (mode << 11));
  },
);

test.each([Mode.User, Mode.Supervisor])(
  'a delegated exception from mode %i enters the supervisor',
  (mode) => {
    const machine = inMode(mode, 'ebreak', { medeleg: 1 << Cause.Breakpoint, mstatus: csrs.MSTATUS_SIE });
    machine.run(1);
    const { hart } = machine;
    expect([hart.pc, hart.mode]).toEqual([S_VECTOR, Mode.Supervisor]);
    expect([Csr.sepc, Csr.scause, Csr.stval].map((csr) => hart.readCsr(csr))).toEqual([
      START,
      Cause.Breakpoint,
      START,
    ]);
    expect(hart.readCsr(Csr.mstatus)).toBe(csrs.MSTATUS_SPIE | (mode << 8));
    expect(hart.readCsr(Csr.mcause)).toBe(0);
  },
);

test('an exception in machine mode is never delegated', () => {
  const machine = inMode(Mode.Machine, 'ebreak', { medeleg: 1 << Cause.Breakpoint });
  machine.run(1);
  expect([machine.hart.pc, machine.hart.mode]).toEqual([M_VECTOR, Mode.Machine]);
});

test('in vectored mode exceptions go to the base of the table, interrupts to their own entry', () => {
  const exception = inMode(Mode.User, 'ebreak', { mtvec: M_VECTOR + 1 });
  exception.run(1);
  expect(exception.hart.pc).toBe(M_VECTOR);
  const interrupt = inMode(Mode.User, 'nop', { mtvec: M_VECTOR + 1, mie: 1 << csrs.IRQ_M_SOFTWARE });
  interrupt.clint.softwareInterrupt = true;
  interrupt.memory.write32(M_VECTOR + 12, NOP);
  interrupt.run(1);
  expect(interrupt.hart.pc).toBe(M_VECTOR + 16);
});

test('MRET returns to the mode in MPP and restores the interrupt enable', () => {
  const mstatus = csrs.MSTATUS_MPIE | (1 << 11) | csrs.MSTATUS_MPRV;
  const machine = inMode(Mode.Machine, 'mret', { mstatus, mepc: 0x8000_0043 });
  machine.run(1);
  expect([machine.hart.pc, machine.hart.mode]).toEqual([0x8000_0042, Mode.Supervisor]);
  expect(machine.hart.readCsr(Csr.mstatus)).toBe(csrs.MSTATUS_MIE | csrs.MSTATUS_MPIE); // MPP is U, MPRV is off
});

test('MRET to machine mode keeps MPRV', () => {
  const machine = inMode(Mode.Machine, 'mret', { mstatus: csrs.MSTATUS_MPRV | csrs.MSTATUS_MPP });
  machine.run(1);
  expect(machine.hart.mode).toBe(Mode.Machine);
  expect(machine.hart.readCsr(Csr.mstatus)).toBe(csrs.MSTATUS_MPRV | csrs.MSTATUS_MPIE);
});

test.each([
  [csrs.MSTATUS_SPP, Mode.Supervisor],
  [0, Mode.User],
])('SRET returns to the mode in SPP (%i)', (spp, mode) => {
  const machine = inMode(Mode.Supervisor, 'sret', { mstatus: csrs.MSTATUS_SPIE | spp, sepc: 0x8000_0040 });
  machine.run(1);
  expect([machine.hart.pc, machine.hart.mode]).toEqual([0x8000_0040, mode]);
  expect(machine.hart.readCsr(Csr.mstatus)).toBe(csrs.MSTATUS_SIE | csrs.MSTATUS_SPIE);
});

test('SRET in machine mode clears MPRV', () => {
  const machine = inMode(Mode.Machine, 'sret', { mstatus: csrs.MSTATUS_MPRV });
  machine.run(1);
  expect(machine.hart.readCsr(Csr.mstatus) & csrs.MSTATUS_MPRV).toBe(0);
});

test.each([
  ['sret', Mode.User, 0],
  ['mret', Mode.User, 0],
  ['mret', Mode.Supervisor, 0],
  ['sfence.vma', Mode.User, 0],
  ['sret', Mode.Supervisor, csrs.MSTATUS_TSR],
  ['sfence.vma', Mode.Supervisor, csrs.MSTATUS_TVM],
  ['wfi', Mode.Supervisor, csrs.MSTATUS_TW],
  ['wfi', Mode.User, csrs.MSTATUS_TW],
])('%s in mode %i with mstatus %i is an illegal instruction', (source, mode, mstatus) => {
  const machine = inMode(mode, source, { mstatus });
  machine.run(1);
  expect(machine.hart.readCsr(Csr.mcause)).toBe(Cause.IllegalInstruction);
  expect(machine.hart.readCsr(Csr.mtval)).toBe(machine.memory.read32(START));
});

test.each(['sret', 'sfence.vma', 'wfi', 'mret'])(
  'TSR, TVM and TW do not restrict machine mode: %s',
  (source) => {
    const mstatus = csrs.MSTATUS_TSR | csrs.MSTATUS_TVM | csrs.MSTATUS_TW;
    const machine = inMode(Mode.Machine, source, { mstatus, mepc: START, sepc: START });
    machine.run(1);
    expect(machine.hart.readCsr(Csr.mtval)).toBe(0);
  },
);

const PENDING_S = (1 << csrs.IRQ_S_SOFTWARE) | (1 << csrs.IRQ_S_TIMER) | (1 << csrs.IRQ_S_EXTERNAL);

test.each([
  [PENDING_S, csrs.IRQ_S_EXTERNAL],
  [PENDING_S & ~(1 << csrs.IRQ_S_EXTERNAL), csrs.IRQ_S_SOFTWARE],
  [1 << csrs.IRQ_S_TIMER, csrs.IRQ_S_TIMER],
])(
  'of the pending interrupts %i the supervisor takes the one with the highest priority first',
  (mip, expected) => {
    const machine = inMode(Mode.User, 'nop', { mip, mie: 0xaaa, mideleg: 0x222 });
    machine.run(1);
    expect(machine.hart.readCsr(Csr.scause)).toBe(CAUSE_INTERRUPT + expected);
    expect(machine.hart.readCsr(Csr.sepc)).toBe(START);
  },
);

test('machine-level interrupts come before supervisor-level ones', () => {
  const machine = inMode(Mode.User, 'nop', { mip: PENDING_S, mie: 0xaaa });
  machine.clint.softwareInterrupt = true;
  machine.clint.mtimecmp = 0;
  machine.run(1);
  expect(machine.hart.readCsr(Csr.mcause)).toBe(CAUSE_INTERRUPT + csrs.IRQ_M_SOFTWARE);
});

test('an interrupt that is not delegated is taken from S-mode, even if sstatus.SIE is clear', () => {
  const machine = inMode(Mode.Supervisor, 'nop', { mip: 1 << csrs.IRQ_S_SOFTWARE, mie: 0xaaa });
  machine.run(1);
  expect(machine.hart.readCsr(Csr.mcause)).toBe(CAUSE_INTERRUPT + csrs.IRQ_S_SOFTWARE);
});

test.each([
  ['supervisor mode with SIE off', Mode.Supervisor, 0, 0x222],
  ['machine mode, when it is delegated', Mode.Machine, csrs.MSTATUS_MIE | csrs.MSTATUS_SIE, 0x222],
  ['machine mode with MIE off', Mode.Machine, csrs.MSTATUS_SIE, 0],
])('an interrupt waits in %s', (_what, mode, mstatus, mideleg) => {
  const machine = inMode(mode, 'nop', { mip: PENDING_S, mie: 0xaaa, mstatus, mideleg });
  machine.run(1);
  expect(machine.hart.pc).toBe(START + 4);
});

test('an interrupt is taken before the next instruction and is not a step; it does not matter how the run is divided', () => {
  const source = 'csrsi sstatus, 2\n addi a0, a0, 1\n addi a0, a0, 1';
  const setup = { mip: 1 << csrs.IRQ_S_SOFTWARE, mie: 0x222, mideleg: 0x222 };
  const machine = inMode(Mode.Supervisor, source, setup);
  machine.run(2);
  expect([machine.steps, machine.hart.pc, machine.hart.readCsr(Csr.sepc)]).toEqual([
    2,
    S_VECTOR + 4,
    START + 4,
  ]);
  const divided = inMode(Mode.Supervisor, source, setup);
  divided.run(1);
  expect(divided.hart.pc).toBe(START + 4);
  divided.run(1);
  expect([divided.steps, divided.hart.pc]).toEqual([2, S_VECTOR + 4]);
});

test.each([
  ['lw a0, 2(a1)', Cause.LoadMisaligned],
  ['sh a0, 1(a1)', Cause.StoreMisaligned],
  ['lr.w a0, (a2)', Cause.LoadMisaligned],
  ['sc.w a0, a0, (a2)', Cause.StoreMisaligned],
  ['amoadd.w a0, a0, (a2)', Cause.StoreMisaligned],
])('3.1.15, table 3.7: %s is misaligned, even if it would be an access fault too', (source, cause) => {
  const machine = inMode(Mode.Machine, source);
  machine.hart.x[11] = 0x9000_0000 | 0;
  machine.hart.x[12] = 0x9000_0002 | 0;
  machine.run(1);
  expect(machine.hart.readCsr(Csr.mcause)).toBe(cause);
});

test('3.1.15, table 3.7: a jump to memory that cannot be fetched completes, and the fetch is an access fault', () => {
  const machine = inMode(Mode.Machine, 'jalr ra, (a1)');
  machine.hart.x[11] = 0x9000_0000 | 0;
  machine.run(2);
  expect([Csr.mepc, Csr.mcause, Csr.mtval].map((csr) => machine.hart.readCsr(csr))).toEqual([
    0x9000_0000,
    Cause.InstructionAccessFault,
    0x9000_0000,
  ]);
  expect(machine.hart.x[1]! >>> 0).toBe(START + 4);
});

test('a loop of traps ends when its budget is used up', () => {
  const machine = inMode(Mode.Machine, 'ecall', { mtvec: 0 }); // there is no memory at the handler's address
  expect(machine.run(10_000)).toEqual({ kind: 'budget' });
  expect(machine.steps).toBe(10_000);
});

test('an endless series of interrupts ends when its budget is used up', () => {
  const machine = inMode(Mode.User, 'nop', { mtvec: START, mie: 0xaaa });
  machine.memory.write32(START, 0x3020_0073); // mret: the interrupt is still pending
  machine.clint.softwareInterrupt = true;
  expect(machine.run(10_000)).toEqual({ kind: 'budget' });
  expect(machine.steps).toBe(10_000);
});

test('causes and modes have names', () => {
  expect([causeName(Cause.EcallFromS), causeName(CAUSE_INTERRUPT + csrs.IRQ_S_TIMER), causeName(99)]).toEqual(
    ['environment call from S-mode', 'supervisor timer interrupt', 'reserved cause 99'],
  );
  expect([0, 1, 3, 2].map((mode) => modeName(mode))).toEqual(['U', 'S', 'M', 'reserved mode 2']);
});

import { assemble } from '../../assembler/index.js';
import { Cause, CAUSE_INTERRUPT } from '../isa/causes.js';
import { costs } from '../cost.js';
import { Csr, IRQ_M_TIMER, IRQ_S_TIMER, MSTATUS_MIE } from '../isa/csrs.js';
import { Mode } from '../isa/modes.js';
import { assisted } from '../isa/profiles.js';
import { boot, bootAndRun, register } from '../testing.js';

const START = 0x8000_0000;

test('without firmware a program starts in machine mode, with the number of its hart in a0', () => {
  const { hart } = boot(assemble('nop'));
  expect([hart.mode, hart.pc, hart.x[10], hart.x[11]]).toEqual([Mode.Machine, START, 0, 0]);
});

test('with the built-in SBI a kernel starts in supervisor mode, with exceptions and interrupts delegated', () => {
  const { hart } = boot(assemble('nop'), { firmware: 'sbi' });
  expect([hart.mode, hart.pc, hart.x[10], hart.x[11]]).toEqual([Mode.Supervisor, START, 0, 0]);
  expect(hart.readCsr(Csr.medeleg)).toBe(0xb1ff);
  expect([hart.readCsr(Csr.mideleg), hart.readCsr(Csr.mcounteren), hart.readCsr(Csr.scounteren)]).toEqual([
    0x222, 7, 7,
  ]);
});

test('with PMP the built-in SBI lets its kernel access all of memory', () => {
  const source = `
    auipc a0, 0
    lw a1, 0(a0)
    sw a1, 16(a0)
    nop
  `;
  const machine = bootAndRun(assemble(source), 4, { firmware: 'sbi', pmpEntries: 16 });
  expect([machine.hart.mode, machine.hart.pc]).toEqual([Mode.Supervisor, START + 16]);
  expect(machine.hart.readCsr(Csr.scause)).toBe(0);
});

test('a hypervisor on the built-in SBI gets the exceptions, interrupts and calls of its guests', () => {
  const { hart } = boot(assemble('nop'), { firmware: 'sbi', profile: assisted });
  expect(hart.readCsr(Csr.medeleg)).toBe(0xf0_b5ff);
  expect(hart.readCsr(Csr.mideleg)).toBe(0x666);
});

test('an SBI call returns its answer in a0 and a1, keeps the other registers, and counts as a step', () => {
  const machine = bootAndRun(assemble('ecall\n nop'), 1, {
    firmware: 'sbi',
    registers: { a0: 1, a1: 2, a2: 3, a6: 0, a7: 0x10 },
  });
  expect(['a0', 'a1', 'a2', 'a7'].map((name) => register(machine, name))).toEqual([0, 0x0200_0000, 3, 0x10]);
  expect([machine.hart.pc, machine.hart.mode, machine.steps]).toEqual([START + 4, Mode.Supervisor, 1]);
});

test('the SBI prints, reads and shuts the machine down', () => {
  const source = `
    li a7, 1
    li a0, 'H'
    ecall
    li a7, 0x4442434e
    li a6, 0
    li a0, 3
    la a1, text
    li a2, 0
    ecall
    li a7, 2
    ecall
    mv s0, a0
    li a7, 0x53525354
    li a6, 0
    li a0, 0
    li a1, 1
    ecall
  1: j 1b
  text: .ascii "i!\\n"
  `;
  const machine = boot(assemble(source), { firmware: 'sbi' });
  machine.pushInput('x');
  expect(machine.run(1000)).toEqual({ kind: 'finished', code: 1 });
  expect(machine.consoleOutput()).toBe('Hi!\n');
  expect(register(machine, 's0')).toBe(0x78);
  const { steps } = machine;
  expect(machine.run(1000)).toEqual({ kind: 'finished', code: 1 });
  expect(machine.steps).toBe(steps);
});

test('a kernel can ask the SBI for a restart', () => {
  const machine = boot(assemble('ecall'), { firmware: 'sbi', registers: { a0: 1, a7: 0x5352_5354 } });
  expect(machine.run(10)).toEqual({ kind: 'reset' });
});

test('the SBI console reads into memory', () => {
  const machine = boot(assemble('ecall'), {
    firmware: 'sbi',
    registers: { a0: 8, a1: START + 0x100, a6: 1, a7: 0x4442_434e },
  });
  machine.pushInput('abc');
  machine.run(1);
  expect([register(machine, 'a0'), register(machine, 'a1')]).toEqual([0, 3]);
  expect([...machine.memory.bytes.subarray(0x100, 0x104)]).toEqual([97, 98, 99, 0]);
});

const timerKernel = `
    la t0, handler
    csrw stvec, t0
    li t0, 0x20
    csrw sie, t0
    csrsi sstatus, 2
    li a7, 0x54494d45
    li a6, 0
    mv a0, s0
    li a1, 0
    ecall
  1: addi s1, s1, 1
    j 1b
    .align 2
  handler:
    rdtime s2
    csrr s3, scause
    csrr s4, sip
    li a0, -1
    li a1, -1
    ecall
    csrr s5, sip
  2: j 2b
`;

test('the timer interrupts the kernel before the first instruction at or after the time that it asked for', () => {
  const machine = boot(assemble(timerKernel), { firmware: 'sbi', registers: { s0: 60 } });
  machine.hart.writeCsr(Csr.scounteren, 7);
  machine.run(200);
  expect(register(machine, 's2')).toBe(60);
  expect(register(machine, 's3')).toBe(CAUSE_INTERRUPT + IRQ_S_TIMER);
  expect(register(machine, 's4')).toBe(1 << IRQ_S_TIMER);
  expect(register(machine, 's5')).toBe(0); // the call cleared the interrupt
});

test('a timer in the past interrupts at once, and cutting the run into pieces changes nothing', () => {
  const whole = boot(assemble(timerKernel), { firmware: 'sbi', registers: { s0: 3 } });
  whole.run(100);
  const sliced = boot(assemble(timerKernel), { firmware: 'sbi', registers: { s0: 3 } });
  for (let step = 0; step < 100; step += 1) {
    expect(sliced.run(1)).toEqual({ kind: 'budget' });
  }
  expect(register(whole, 's3')).toBe(CAUSE_INTERRUPT + IRQ_S_TIMER);
  expect(register(whole, 's1')).toBe(0);
  expect([...sliced.hart.x, sliced.hart.pc, sliced.cycles]).toEqual([
    ...whole.hart.x,
    whole.hart.pc,
    whole.cycles,
  ]);
});

test('with the built-in SBI a trap that nobody handles ends the run, with the reason', () => {
  const machine = boot(assemble('.word 0'), { firmware: 'sbi' });
  machine.hart.writeCsr(Csr.medeleg, 0);
  expect(machine.run(5)).toEqual({
    kind: 'stuck',
    reason:
      'illegal instruction (tval 0x0) at 0x80000000 in S-mode: the firmware handles calls only, and it is not delegated',
  });
  machine.clint.softwareInterrupt = true;
  machine.hart.writeCsr(Csr.mie, 0x8);
  expect(machine.run(5)).toMatchObject({
    kind: 'stuck',
    reason: expect.stringMatching(/^machine software interrupt at/) as string,
  });
});

test('a VMM outside the machine gets the trap, and the instruction has changed nothing', () => {
  const machine = boot(assemble('li a0, 1\n csrrw a0, sstatus, a1'), {
    firmware: 'vmm',
    registers: { a1: 5 },
  });
  const { hart } = machine;
  hart.mode = Mode.User;
  hart.writeCsr(Csr.mepc, 0x1234);
  const word = machine.memory.read32(START + 4);
  const cycles = costs.instruction + costs.trap;
  expect(machine.run(100)).toEqual({ kind: 'trap', cause: Cause.IllegalInstruction, tval: word });
  expect([hart.pc, hart.mode, hart.x[10], hart.readCsr(Csr.mepc), hart.readCsr(Csr.mcause)]).toEqual([
    START + 4,
    Mode.User,
    1,
    0x1234,
    0,
  ]);
  expect([machine.steps, machine.time, machine.cycles]).toEqual([1, 1, cycles]);
  expect(hart.readCsr(Csr.instret)).toBe(1);
});

test('a VMM outside the machine also gets interrupts for machine mode, before the next instruction', () => {
  const machine = boot(assemble('1: j 1b'), { firmware: 'vmm' });
  machine.hart.mode = Mode.User;
  machine.hart.writeCsr(Csr.mie, 1 << IRQ_M_TIMER);
  machine.clint.mtimecmp = 10;
  expect(machine.run(100)).toEqual({ kind: 'trap', cause: CAUSE_INTERRUPT + IRQ_M_TIMER, tval: 0 });
  expect([machine.steps, machine.hart.pc]).toEqual([10, START]);
});

test('a VMM outside the machine never gets a trap that is delegated', () => {
  const machine = boot(assemble('ecall'), { firmware: 'vmm' });
  machine.hart.mode = Mode.User;
  machine.hart.writeCsr(Csr.medeleg, 1 << Cause.EcallFromU);
  machine.hart.writeCsr(Csr.stvec, 0x8000_0100);
  expect(machine.run(1)).toEqual({ kind: 'budget' });
  expect([machine.hart.pc, machine.hart.mode, machine.steps]).toEqual([0x8000_0100, Mode.Supervisor, 1]);
});

test('WFI skips the time until the timer is due, and the wait counts no steps', () => {
  const machine = boot(assemble('wfi\n nop\n nop'));
  machine.hart.writeCsr(Csr.mie, 1 << IRQ_M_TIMER);
  machine.clint.mtimecmp = 1_000_000;
  machine.run(1);
  expect([machine.steps, machine.time, machine.hart.pc]).toEqual([1, 1_000_000, START + 4]);
  machine.run(1); // interrupts are disabled globally: the hart only wakes
  expect([machine.hart.pc, machine.time]).toEqual([START + 8, 1_000_001]);
});

test('after WFI the hart enters the handler if interrupts are enabled', () => {
  const machine = boot(assemble('wfi\n nop'));
  machine.hart.writeCsr(Csr.mie, 1 << IRQ_M_TIMER);
  machine.hart.writeCsr(Csr.mstatus, MSTATUS_MIE);
  machine.hart.writeCsr(Csr.mtvec, START + 4);
  machine.clint.mtimecmp = 500;
  machine.run(2);
  expect([machine.hart.readCsr(Csr.mepc), machine.hart.readCsr(Csr.mcause)]).toEqual([
    START + 4,
    CAUSE_INTERRUPT + IRQ_M_TIMER,
  ]);
});

test('WFI does not wait while an enabled interrupt is pending', () => {
  const machine = boot(assemble('wfi\n nop'));
  machine.hart.writeCsr(Csr.mie, 0x2);
  machine.hart.writeCsr(Csr.mip, 0x2);
  machine.run(1);
  expect(machine.time).toBe(1);
});

test('WFI waits for the timer of the SBI', () => {
  const machine = boot(assemble('ecall\n li t0, 0x20\n csrw sie, t0\n wfi\n nop'), {
    firmware: 'sbi',
    registers: { a0: 5000, a7: 0 },
  });
  machine.run(4);
  expect(machine.time).toBe(5000);
});

test.each([
  ['no interrupt is enabled', 0, 100],
  ['the timer is never due', 1 << IRQ_M_TIMER, Infinity],
  ['only an interrupt without a source is enabled', 0x800, Infinity],
])('at a WFI the machine is idle if %s, and the next run goes on after it', (_why, mie, mtimecmp) => {
  const machine = boot(assemble('wfi\n li a0, 5'));
  machine.hart.writeCsr(Csr.mie, mie);
  machine.clint.mtimecmp = mtimecmp;
  expect(machine.run(1)).toEqual({ kind: 'idle' });
  expect([machine.steps, machine.time]).toEqual([1, 1]);
  expect(machine.run(1)).toEqual({ kind: 'budget' });
  expect(register(machine, 'a0')).toBe(5);
});

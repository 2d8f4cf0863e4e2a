import { CAUSE_INTERRUPT, Cause, Csr, Mode } from '../../machine/index.js';
import { armTimer, setTimer, takeInterrupt, updateTimer } from './interrupts.js';
import { enterTrap } from './traps.js';
import { Vcpu } from './vcpu.js';

function vcpu(
  csrs: Partial<Record<'sstatus' | 'sie' | 'sip' | 'stvec', number>>,
  mode: number = Mode.Supervisor,
) {
  const made = new Vcpu();
  made.pc = 0x8000_0100;
  made.mode = mode;
  for (const [name, value] of Object.entries(csrs)) {
    made.writeCsr(Csr[name as 'sie'], value);
  }
  return made;
}

test('a trap remembers where it came from, why, and in which mode and interrupt state', () => {
  const made = vcpu({ sstatus: 0x4_0002, stvec: 0x8000_0200 });
  enterTrap(made, Cause.LoadPageFault, 0x1234);
  expect([made.csr('sepc'), made.csr('scause'), made.csr('stval')]).toEqual([0x8000_0100, 13, 0x1234]);
  expect(made.csr('sstatus')).toBe(0x4_0120); // SUM stays, SPP and SPIE are set, SIE is off
  expect([made.mode, made.pc]).toEqual([Mode.Supervisor, 0x8000_0200]);
});

test('a trap from user mode with interrupts off leaves SPP and SPIE clear', () => {
  const made = vcpu({ sstatus: 0x120 }, Mode.User);
  enterTrap(made, Cause.EcallFromU, 0);
  expect([made.mode, made.csr('sstatus')]).toEqual([Mode.Supervisor, 0]);
});

test('a vectored handler gets interrupts at an address of their own, exceptions at the base', () => {
  const made = vcpu({ stvec: 0x8000_0201 });
  enterTrap(made, CAUSE_INTERRUPT + 5, 0);
  expect(made.pc).toBe(0x8000_0214);
  enterTrap(made, Cause.Breakpoint, 0);
  expect(made.pc).toBe(0x8000_0200);
});

test('interrupts are taken in the order of their priority, when they are enabled', () => {
  expect(takeInterrupt(vcpu({ sip: 0x222, sie: 0x222 }))).toBe(false); // SIE is off
  expect(takeInterrupt(vcpu({ sip: 0x222, sstatus: 2 }))).toBe(false);
  for (const [sie, cause] of [
    [0x222, 9],
    [0x022, 1],
    [0x020, 5],
  ] as const) {
    const made = vcpu({ sip: 0x222, sie, sstatus: 2 });
    expect(takeInterrupt(made)).toBe(true);
    expect(made.csr('scause')).toBe(CAUSE_INTERRUPT + cause);
    expect(takeInterrupt(made)).toBe(false); // SIE is off in the handler
  }
  expect(takeInterrupt(vcpu({ sip: 0x20, sie: 0x20 }, Mode.User))).toBe(true); // SIE counts in S-mode only
});

test('a timer that is due makes its interrupt pending, until it is set again', () => {
  const made = vcpu({});
  setTimer(made, 10);
  made.time = 9;
  updateTimer(made);
  expect(made.csr('sip')).toBe(0);
  made.time = 10;
  updateTimer(made);
  expect(made.csr('sip')).toBe(0x20);
  setTimer(made, 20);
  expect(made.csr('sip')).toBe(0);
});

test('a timer for the far future is not armed', () => {
  const made = vcpu({});
  armTimer(made, 2 ** 63);
  expect(made.timer).toBe(Infinity);
});

test('a vCPU stores supervisor CSRs, as 32 unsigned bits, and no others', () => {
  const made = new Vcpu();
  made.writeCsr(Csr.stval, -1);
  expect(made.readCsr(Csr.stval)).toBe(0xffff_ffff);
  expect(() => made.readCsr(Csr.mstatus)).toThrow('the vCPU stores no CSR 0x300');
  expect(() => made.writeCsr(Csr.time, 0)).toThrow('the vCPU stores no CSR 0xc01');
  expect(() => made.writeCsr(Csr.stval, 'one' as unknown as number)).toThrow('takes an integer, not one');
  expect(() => made.writeCsr(Csr.stval, NaN)).toThrow('CSR 0x143 takes an integer, not NaN');
});

import { assemble } from '../../assembler/index.js';
import type { Machine } from '../machine.js';
import { assisted, strict, type Profile } from '../isa/profiles.js';
import { boot, register } from '../testing.js';

const HSM = 0x48534d;
const IPI = 0x735049;
const RFENCE = 0x52464e43;

/** Runs hart 0 to the end of `source`, which ends with a shutdown. */
function run(source: string, harts = 2, profile: Profile = strict): Machine {
  const program = `
.macro sbi extension, function
    li a7, \\extension
    li a6, \\function
    ecall
.endm
.macro shutdown
    li a7, 8
    ecall
.endm
${source}`;
  const machine = boot(assemble(program), { firmware: 'sbi', harts, profile });
  expect(machine.run(100_000)).toEqual({ kind: 'finished', code: 0 });
  return machine;
}

test('a kernel starts the other harts: S-mode, number in a0, opaque in a1 (HSM 9.1)', () => {
  const machine = run(`
    li a0, 1
    la a1, second
    li a2, 77
    sbi ${HSM}, 0
    mv s0, a0
1:  la t0, mailbox
    lw t1, 0(t0)
    beqz t1, 1b
    shutdown
second:
    mv s1, a0
    mv s2, a1
    csrr s3, sstatus
    la t0, mailbox
    li t1, 1
    sw t1, 0(t0)
1:  wfi
    j 1b
    .align 2
mailbox: .word 0
  `);
  expect(register(machine, 's0')).toBe(0);
  const { x } = machine.harts[1]!;
  expect([x[9], x[18], x[19]! & 2]).toEqual([1, 77, 0]);
});

test('a call that cannot be served returns the reason', () => {
  const machine = run(`
    li a0, 2
    la a1, here
    sbi ${HSM}, 0
    mv s0, a0       # there is no hart 2
    li a0, 1
    li a1, 0x40000000
    sbi ${HSM}, 0
    mv s1, a0       # no memory there
    li a0, 0
    la a1, here
    sbi ${HSM}, 0
    mv s2, a0       # it is running already
    li a0, 1
    sbi ${HSM}, 2
    mv s3, a1       # stopped
    li a0, 9
    sbi ${HSM}, 2
    mv s4, a0
    li a0, 5
    sbi ${HSM}, 3
    mv s5, a0       # there is no such type of suspension
here: shutdown
  `);
  const words = ['s0', 's1', 's2', 's3', 's4', 's5'].map((name) => register(machine, name) | 0);
  expect(words).toEqual([-3, -5, -6, 1, -3, -3]);
});

test('an IPI wakes a suspended hart; a mask with a hart that does not exist is refused (IPI 7.1)', () => {
  const machine = run(`
    li a0, 1
    la a1, second
    sbi ${HSM}, 0
1:  li a0, 1
    sbi ${HSM}, 2
    li t0, 4
    bne a1, t0, 1b  # until it is suspended
    li a0, 4
    li a1, 0
    sbi ${IPI}, 0
    mv s0, a0
    li a0, 1
    li a1, 1
    sbi ${IPI}, 0   # hart 1
2:  la t0, mailbox
    lw t1, 0(t0)
    beqz t1, 2b
    shutdown
second:
    csrsi sie, 2
    li a0, 0
    sbi ${HSM}, 3
    mv s1, a0
    csrr s2, sip
    la t0, mailbox
    li t1, 1
    sw t1, 0(t0)
    sbi ${HSM}, 1   # stop
    .align 2
mailbox: .word 0
  `);
  expect(register(machine, 's0') | 0).toBe(-3);
  const { x } = machine.harts[1]!;
  expect([x[9], x[18]]).toEqual([0, 2]);
});

test('a hart that suspends without keeping its state resumes at the address that it gave (HSM 9.4)', () => {
  const machine = run(
    `
    csrsi sie, 2
    li a0, 1
    li a1, 0
    sbi ${IPI}, 0   # to itself, so that the wait ends at once
    li a0, 0x80000000
    la a1, resumed
    li a2, 5
    sbi ${HSM}, 3
    li s0, 1        # never
resumed:
    mv s1, a1
    shutdown
  `,
    1,
  );
  expect([register(machine, 's0'), register(machine, 's1')]).toEqual([0, 5]);
});

test('legacy calls pass a virtual address of their mask; 0 means all harts (5.4 to 5.9)', () => {
  const machine = run(`
    la a0, mask
    li a7, 4
    ecall
    mv s0, a0
    csrr s1, sip
    li a7, 3
    ecall
    csrr s2, sip
    li a0, 0x40000000
    li a7, 4
    ecall
    mv s3, a0       # no memory there
    li a0, 0
    li a7, 5
    ecall
    mv s4, a0
    shutdown
    .align 2
mask: .word 1
  `);
  const words = ['s0', 's1', 's2', 's3', 's4'].map((name) => register(machine, name) | 0);
  expect(words).toEqual([0, 2, 0, -1, 0]);
});

test('remote fences succeed for a mask of harts and for all harts (RFENCE 8.2)', () => {
  const machine = run(`
    li a0, 3
    li a1, 0
    sbi ${RFENCE}, 1
    mv s0, a0
    li a1, -1
    sbi ${RFENCE}, 2
    mv s1, a0
    sbi ${RFENCE}, 3   # for guests: not without the hypervisor extension
    mv s2, a0
    li a0, ${RFENCE}
    sbi 0x10, 3
    mv s3, a1
    shutdown
  `);
  const words = ['s0', 's1', 's2', 's3'].map((name) => register(machine, name) | 0);
  expect(words).toEqual([0, 0, -2, 1]);
});

test.each([
  ['strict', strict, -2],
  ['assisted', assisted, 0],
])(
  'remote fences for guests need the hypervisor extension: %s (RFENCE 8.4 to 8.7)',
  (_name, profile, answer) => {
    const calls = [3, 4, 5, 6].map(
      (fid, index) => `li a0, 3\n li a1, 0\n sbi ${RFENCE}, ${fid}\n mv s${index}, a0\n`,
    );
    const machine = run(
      `${calls.join('')} li a0, 3\n li a1, 0\n sbi ${RFENCE}, 7\n mv s4, a0\n shutdown`,
      2,
      profile,
    );
    const words = ['s0', 's1', 's2', 's3', 's4'].map((name) => register(machine, name) | 0);
    expect(words).toEqual([answer, answer, answer, answer, -2]);
  },
);

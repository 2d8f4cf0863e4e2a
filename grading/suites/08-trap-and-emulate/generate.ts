/**
 * Random guests: kernels that execute privileged instructions at random, some of them in user mode, under timer and software
 * interrupts, with a trap handler that always finds the way on. They run the same wherever they run; only the emulation of
 * the privileged instructions can make a difference.
 */
import { xorshift } from '../../suite/xorshift.js';

/** The source of a guest, the same for the same seed. */
export function randomKernel(seed: number): string {
  const random = xorshift(seed);
  const pick = <T>(items: readonly T[]): T => items[random() % items.length] as T;
  const body: string[] = [];
  for (let i = 0; i < 60; i++) {
    body.push(...pick(fragments)(random, pick, i));
  }
  return kernel(body);
}

type Pick = <T>(items: readonly T[]) => T;
type Fragment = (random: () => number, pick: Pick, index: number) => string[];

// gp belongs to the handler, ra to nobody. All others may hold anything at any time.
const registers = ['t0', 't1', 't2', 's0', 's1', 'a0', 'a1', 'a7', 't6', 'sp', 'zero'];
const csrs = ['sstatus', 'sie', 'sip', 'scounteren', 'senvcfg', 'sscratch', 'sepc', 'scause', 'stval'];
const operations = ['csrrw', 'csrrs', 'csrrc'];

const access: Fragment = (random, pick) => {
  const csr = pick(csrs);
  if (random() % 2) {
    return [`${pick(operations)} ${pick(registers)}, ${csr}, ${pick(registers)}`];
  }
  return [`${pick(operations)}i ${pick(registers)}, ${csr}, ${random() % 32}`];
};

const value: Fragment = (random, pick) => {
  const values = [0, 1, 2, 0x20, 0x22, 0x100, 0x122, 0x222, 0xc_0000, 0xffff_ffff, random()];
  return [`li ${pick(registers.filter((name) => name !== 'zero'))}, ${pick(values)}`];
};

const forbidden: Fragment = (_random, pick) => [
  pick([
    'csrr t0, mstatus',
    'csrw mtvec, t1',
    'csrw cycle, t0',
    'csrrs t0, time, t1',
    'csrr t2, 0x5c0',
    'csrr t2, 0xc03',
    'csrr t2, 0xf14',
    'mret',
    'ebreak',
    '.word 0xffffffff',
  ]),
];

const counter: Fragment = (_random, pick) => [
  `csrrs ${pick(registers)}, ${pick(['time', 'timeh', 'instret', 'instreth', 'cycleh'])}, zero`,
];

const vector: Fragment = (random, pick) => [
  'la t0, vectors',
  `ori t0, t0, ${random() % 4}`, // 2 and 3 are reserved
  `csrrw ${pick(registers)}, stvec, t0`,
];

/** stvec in direct and in vectored mode, and modes that it does not take, by setting and clearing bits. */
const vectorMode: Fragment = (_random, pick) => [
  pick(['csrsi stvec, 1', 'csrsi stvec, 2', 'csrrsi t1, stvec, 3', 'csrci stvec, 1', 'csrrci t2, stvec, 3']),
];

const enable: Fragment = (_random, pick) => [
  pick(['csrsi sstatus, 2', 'csrci sstatus, 2', 'li t0, 0x222; csrs sie, t0']),
];

const timer: Fragment = (random) => [
  'csrr a0, time',
  `addi a0, a0, ${random() % 60}`,
  'li a1, 0',
  'li a7, 0', // the legacy call that sets the timer
  'ecall',
];

/** Sleeps with a timer armed and enabled, so that something wakes it. */
const nap: Fragment = (random, pick, index) => [
  ...timer(random, pick, index),
  'li t0, 0x20',
  'csrs sie, t0',
  'wfi',
];

/** Goes on behind the fragment in S-mode or, from there on, as a process: its system call brings the kernel back. */
const toUser: Fragment = (random, pick, index) => [
  'csrci sstatus, 2', // an interrupt between here and SRET would overwrite sepc
  'li t0, 0x120',
  `csr${pick(['s', 'c'])} sstatus, t0`,
  'li t0, 0x100',
  'csrc sstatus, t0',
  `la t0, user${index}`,
  `ori t0, t0, ${random() % 4}`, // sepc is aligned all the same
  'csrw sepc, t0',
  'sret',
  `user${index}:`,
  ...access(random, pick, index),
  ...value(random, pick, index),
  ...counter(random, pick, index),
  pick(['wfi', 'sret', 'sfence.vma', 'csrr t0, satp', 'mret', 'csrr t1, sscratch']),
  ...access(random, pick, index),
  'li s11, 1',
  'ecall',
];

/** Identity-mapped paging on and off. */
const paging: Fragment = (_random, pick) => [
  ...(pick([true, false])
    ? ['la t0, root', 'srli t0, t0, 12', 'li t1, 0x80000000', 'or t0, t0, t1', 'csrrw a0, satp, t0']
    : ['csrrw a1, satp, zero']),
  'sfence.vma',
  'csrr t2, satp',
];

const toUserUnpaged: Fragment = (...args) => ['csrw satp, zero', 'sfence.vma', ...toUser(...args)];

const fragments: readonly Fragment[] = [
  ...[access, access, access, access, value, value, value],
  ...[forbidden, counter, vector, vectorMode, enable, timer, nap, toUserUnpaged, paging],
];

function kernel(body: readonly string[]): string {
  return `
_start: la      gp, save
        la      t0, vectors
        csrw    stvec, t0
        li      t0, (0x80000000 >> 2) | 0xcf    # a superpage of RAM for the kernel
        la      t1, root
        li      t2, 2048
        add     t1, t1, t2
        sw      t0, (t1)
${body.join('\n').replaceAll('; ', '\n')}
        li      a7, 8
        ecall

        .align  6
vectors:
${'        j       trap\n'.repeat(12)}
# Saves what it uses. Interrupts: takes them back. System calls of processes: goes on in the kernel. Else: skips the instruction.
trap:   sw      t0, 0(gp)
        sw      t1, 4(gp)
        sw      a0, 8(gp)
        sw      a1, 12(gp)
        sw      a7, 16(gp)
        csrr    t0, scause
        bltz    t0, interrupt
        csrr    t1, sepc
        addi    t1, t1, 4
        csrw    sepc, t1
        li      t1, 8
        bne     t0, t1, leave
        li      t1, 0x100
        csrs    sstatus, t1             # SPP
        j       leave
interrupt:
        csrci   sip, 2
        li      a0, -1                  # the timer: never
        li      a1, -1
        li      a7, 0
        ecall
leave:  lw      t0, 0(gp)
        lw      t1, 4(gp)
        lw      a0, 8(gp)
        lw      a1, 12(gp)
        lw      a7, 16(gp)
        sret

        .data
        .align  12
root:   .space  4096
save:   .space  32
`;
}

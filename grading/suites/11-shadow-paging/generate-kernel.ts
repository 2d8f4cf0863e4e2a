/**
 * Random guests with page tables: kernels that change entries, fence, switch between two tables, and load, store and jump through
 * them, as kernel and as process, with a trap handler that always finds the way on. After each access the guest looks at its own
 * entries: accessed and dirty bits are part of what it must not find different.
 *
 * The kernel lies in a superpage that stays as it is. It fences after each change of a table, since without a fence a guest may find
 * the old translation or the new one.
 */
import { xorshift } from '../../suite/xorshift.js';

/** The source of a guest, the same for the same seed. */
export function randomPagingKernel(seed: number): string {
  const random = xorshift(seed);
  const pick = <T>(items: readonly T[]): T => items[random() % items.length] as T;
  const body: string[] = [];
  for (let i = 0; i < 34; i++) {
    body.push(...pick(fragments)(random, pick, i));
  }
  return kernel(body);
}

type Pick = <T>(items: readonly T[]) => T;
type Fragment = (random: () => number, pick: Pick, index: number) => string[];

/** Indices of the root and of a table that are used; the user stubs lie at USER, the kernel at 512. */
const [uppers, lowers] = [
  [0, 2, 1023],
  [0, 1, 1023],
];
const flags = [0x01, 0x03, 0x07, 0x09, 0x0b, 0x0f, 0x05, 0x0d, 0x00] as const; // V, with R, W, X

const pte = (random: () => number, pick: Pick) =>
  pick([...flags, 0x0f, 0x07, 0x0b, 0x0f]) |
  (random() % 2 ? 0x10 : 0) | // U
  pick([0xc0, 0x40, 0, 0, 0x80]) | // A, D
  (random() % 6 === 0 ? 0x320 : 0); // G, and the bits for software

/** Where a leaf leads: pages of data, a hole, a device, memory that is not there, and what 32 bits would cut to memory. */
const targets = [
  ...['data0', 'data1', 'data2', 'data0', 'data1'],
  ...[0x9000_0000, 0x1000_0000, 0x0, 0xffff_f000],
];
const target = (random: () => number, pick: Pick) => {
  const where = pick(targets);
  const name = typeof where === 'string' ? `la t0, ${where}` : `li t0, ${where}`;
  return [
    name,
    'srli t0, t0, 2',
    ...(random() % 6 === 0 ? [`li t1, ${pick([1, 2, 3])} << 30`, 'or t0, t0, t1'] : []),
  ];
};

const setLeaf: Fragment = (random, pick) => [
  ...target(random, pick),
  `ori t0, t0, ${pte(random, pick) & 0x3ff}`,
  `la t1, ${pick(['table0', 'table1'])} + ${2048}`,
  `sw t0, ${4 * pick(lowers) - 2048}(t1)`,
  'sfence.vma',
];

const setUpper: Fragment = (random, pick) => {
  const pointer = random() % 4 !== 0;
  return [
    ...(pointer ? [`la t0, ${pick(['table0', 'table1'])}`, 'srli t0, t0, 2'] : target(random, pick)),
    `ori t0, t0, ${pointer ? pick([1, 1, 1, 1, 0x21, 0x11, 0x41]) : pte(random, pick)}`,
    `la t1, ${pick(['root0', 'root1'])} + ${2048}`,
    `sw t0, ${4 * pick(uppers) - 2048}(t1)`,
    'sfence.vma',
  ];
};

/** A superpage over the kernel's own 4 MiB, by another address: data0 to data2 lie there too. */
const setSuperpage: Fragment = (random, pick) => [
  `li t0, (0x80000000 >> 2) | ${pick([0xcf, 0x0f, 0x1f, 0xd7, 0x4b, 0x13]) | (random() % 5 === 0 ? 0x400 : 0)}`,
  `la t1, ${pick(['root0', 'root1'])}`,
  'sw t0, 4(t1)', // index 1
  'sfence.vma',
];

const switchTable: Fragment = (_random, pick) => [
  `la t0, ${pick(['root0', 'root1'])}`,
  'srli t0, t0, 12',
  `li t1, ${pick([0x8000_0000, 0x8000_0000, 0x8040_0000])}`,
  'or t0, t0, t1',
  'csrw satp, t0',
  'sfence.vma',
];

const bits: Fragment = (_random, pick) => [
  `li t0, ${pick([1 << 18, 1 << 19, 3 << 18])}`, // SUM, MXR
  `${pick(['csrs', 'csrs', 'csrc'])} sstatus, t0`,
];

const virtual = (random: () => number, pick: Pick) =>
  random() % 5 === 0
    ? ['la a0, data0', 'li t0, 0x7fc00000', `sub a0, a0, t0`] // through the superpage at index 1
    : [`li a0, ${(pick(uppers) * 2 ** 22 + pick(lowers) * 4096 + 4 * (random() % 3)) >>> 0}`];

/** What the walk of a0 has left in the guest's tables. */
const look = [
  ...['la t0, root0', 'lw a3, 0(t0)', 'lw a4, 4(t0)', 'lw a5, 8(t0)'],
  ...['la t0, table0', 'lw s2, 0(t0)', 'lw s3, 4(t0)', 'la t0, table1', 'lw s4, 0(t0)', 'lw s5, 4(t0)'],
  ...['la t0, data0', 'lw s6, 0(t0)', 'lw s7, 4(t0)'],
];

const access: Fragment = (random, pick, index) => {
  const kinds = [
    'lw a1, (a0)',
    'lbu a1, 1(a0)',
    'sw a2, (a0)',
    'sb a2, (a0)',
    'amoadd.w a1, a2, (a0)',
    'jalr a0',
    'jalr a0',
  ];
  const lines = [...virtual(random, pick), `li a2, ${pick([0x8067, 0x73, 0, 0x8067])}`]; // ret, ecall, illegal
  const burst = 1 + (random() % 3);
  for (let i = 0; i < burst; i++) {
    lines.push(`la s11, next${index}_${i}`, pick(kinds), `next${index}_${i}:`);
  }
  return [...lines, ...look];
};

/** A process accesses a0 by one of the stubs, and its system call or fault brings the kernel back. */
const asProcess: Fragment = (random, pick, index) => [
  ...virtual(random, pick),
  `li a2, ${pick([0x73, 0x8067])}`,
  `la s11, back${index}`,
  `li t0, USER + 16 * ${random() % 4}`,
  'csrw sepc, t0',
  'li t0, 0x100',
  'csrc sstatus, t0',
  'sret',
  `back${index}:`,
  ...look,
];

const fragments: readonly Fragment[] = [
  ...[setLeaf, setLeaf, setLeaf, setUpper, setUpper, setSuperpage, switchTable, bits, bits],
  ...[access, access, access, access, access, asProcess, asProcess, asProcess],
];

function kernel(body: readonly string[]): string {
  return `
        .equ    USER, 0x00c00000        # index 3 of both roots
_start: la      t0, trap
        csrw    stvec, t0
        la      a0, root0
        jal     build
        la      a0, root1
        jal     build
        la      t0, user_table
        la      t1, stubs
        srli    t1, t1, 2
        ori     t1, t1, 0x1b            # U, X, R, V
        sw      t1, (t0)
        la      t0, root0
        srli    t0, t0, 12
        li      t1, 0x80000000
        or      t0, t0, t1
        csrw    satp, t0
        sfence.vma
${body.join('\n')}
        li      a7, 8
        ecall

build:  li      t0, (0x80000000 >> 2) | 0xcf
        li      t1, 2048
        add     t1, a0, t1
        sw      t0, (t1)
        la      t0, user_table
        srli    t0, t0, 2
        ori     t0, t0, 1
        sw      t0, 12(a0)
        la      t0, table0
        srli    t0, t0, 2
        ori     t0, t0, 1
        sw      t0, (a0)
        la      t1, table1
        srli    t0, t1, 2
        ori     t0, t0, 1
        sw      t0, 8(a0)
        la      t0, data0
        srli    t0, t0, 2
        ori     t0, t0, 0x07
        sw      t0, (t1)                # table 1: for the kernel, then for processes
        ori     t0, t0, 0x1f
        sw      t0, 4(t1)
        la      t1, table0
        la      t0, data1
        srli    t0, t0, 2
        ori     t0, t0, 0x0f
        sw      t0, 4(t1)               # table 0: the other way round
        ori     t0, t0, 0x17
        sw      t0, (t1)
        ret

        .align  2
trap:   csrr    a6, scause
        csrr    t5, stval
        csrw    sepc, s11               # go on after the access, in the kernel
        li      t6, 0x100
        csrs    sstatus, t6
        sret

        .data
        .align  12
stubs:  lw      a1, (a0)
        ecall
        .align  4
        sw      a2, (a0)
        ecall
        .align  4
        jr      a0
        .align  4
        lw      a1, (a0)
        sw      a2, 4(a0)
        ecall

        .align  12
root0:          .space 4096
root1:          .space 4096
user_table:     .space 4096
table0:         .space 4096
table1:         .space 4096
data0:          .space 4096
data1:          .space 4096
data2:          .space 4096
`;
}

/**
 * The blocks of a random guest with several harts. In some, each hart works on its own memory; in the others they work together: one
 * changes another's page table and fences it, one interrupts, stops or starts another, all change one word.
 */
import type { Random } from '../../fuzz/case/index.js';
import {
  fence,
  FLAGS,
  hash,
  type Kind,
  NO_MEMORY,
  PLIC,
  pte,
  store,
  UART,
  usedAgain,
  WINDOW,
} from './layout.js';
import {
  barrier,
  dataOf,
  HSM,
  IPI,
  KERNEL_TABLE,
  RFENCE,
  rootOf,
  SAVED,
  sbi,
  SHARED,
  tableOf,
  USER_CODE,
} from './several-harts.js';

/** A block for this many harts. All of them are at a barrier before it. */
export function severalHartsBlock(harts: number): Kind {
  return (random) => random.pick(together)(random, harts);
}

type Together = (random: Random, harts: number) => string;
/** What one hart does. It may trap: then the hart goes on after it. */
type Piece = (random: Random, hart: number) => string;

/** The hart of this number does `code`; the others go on after it. Labels of the same name are told apart by `tag`. */
const only = (hart: number, tag: string, code: string) =>
  `  li t0, ${hart}\n  bne s0, t0, not${tag}_@\n${code}\nnot${tag}_@:`;

/** A hart goes on after `code`, if that traps. */
const tried = (tag: string, code: string) => `  la s10, after${tag}_@\n${code}\nafter${tag}_@:`;

/** Every hart by itself, each some pieces. */
const apart: Together = (random, harts) =>
  each(harts, (hart) => {
    const count = random.between(1, 6);
    const work = Array.from({ length: count }, (_, index) =>
      tried(`${hart}_${index}`, random.pick(pieces)(random, hart)).replaceAll('#', `${hart}_${index}`),
    );
    return only(hart, `${hart}`, work.join('\n'));
  });

const each = (harts: number, code: (hart: number) => string) =>
  Array.from({ length: harts }, (_, hart) => code(hart)).join('\n');

function address(random: Random): number {
  const offset = random.pick([0, 4, 8, 0xffc, 0xffe, 0xfff, random.below(4096) & ~3]);
  const slot = random.below(8);
  return random.oneIn(10)
    ? random.pick([0, 0x8004_0000, 0xffff_fffc, UART + 8])
    : WINDOW + 4096 * slot + offset;
}

const access: Piece = (random) => {
  const operation = random.pick([
    'lw t3, (t2)',
    'lb t3, (t2)',
    'lhu t3, (t2)',
    'sw s11, (t2)',
    'sh s11, (t2)',
    'sb s11, (t2)',
    'amoadd.w t3, s11, (t2)',
    'lr.w t3, (t2)\n  sc.w t3, s11, (t2)',
  ]);
  return `  li t2, ${address(random)}\n  li t3, 0\n  ${operation}\n${hash}`;
};

/**
 * An entry of a hart's window: its own data with any flags, or something that it may only read. So no hart can write to what another one
 * reads, or to page tables except by whole entries.
 */
function anyEntry(random: Random, hart: number): number {
  const own = dataOf(hart) + 4096 * random.below(4);
  const table = random.pick([tableOf(hart), rootOf(hart), KERNEL_TABLE, USER_CODE]);
  switch (random.below(6)) {
    case 0:
      return pte(table, random.pick([0x03, 0x43, 0x53, 0x13]));
    case 1:
      return pte(random.pick([NO_MEMORY, 0]), random.pick(FLAGS));
    default:
      return pte(own, random.oneIn(4) ? random.below(256) : random.pick(FLAGS));
  }
}

const entryOf = (random: Random, hart: number) => tableOf(hart) + 4 * random.below(8);

const changeEntry: Piece = (random, hart) =>
  `${store(entryOf(random, hart), anyEntry(random, hart))}\n${fence(random)}`;

/** The window's table goes, or comes back. */
const changeRoot: Piece = (random, hart) =>
  `${store(rootOf(hart) + 4 * (WINDOW >>> 22), random.oneIn(4) ? 0 : pte(tableOf(hart), 1))}\n${fence(random)}`;

const readEntry: Piece = (random, hart) => `  li t2, ${entryOf(random, hart)}\n  lw t3, (t2)\n${hash}`;

/** Numbers of address spaces are used by several harts for different tables: a TLB belongs to one hart. */
const switchSpace: Piece = (random, hart) => {
  const satp = random.oneIn(8) ? 0 : (0x8000_0000 | (random.below(3) << 22) | (rootOf(hart) >>> 12)) >>> 0;
  return `  li t2, ${satp}\n  csrw satp, t2\n${fence(random)}`;
};

const changeStatus: Piece = (random) =>
  `  li t2, ${random.pick([0x4_0000, 0x8_0000, 0xc_0000])}\n  ${random.pick(['csrs', 'csrc'])} sstatus, t2`;

const toUser: Piece = (random) => `
  li t2, ${WINDOW + 0x7000}
  csrw sepc, t2
  li t2, 0x100
  csrc sstatus, t2
  li t4, ${address(random)}
  li t5, ${address(random)}
  sret`;

const changeCode: Piece = (random) =>
  `  la t2, patch#_@\n  li t3, ${addToHash(random)}\n  sw t3, (t2)\n  fence.i\npatch#_@: nop`;

/** `addi s11, s11, …` as a word. */
const addToHash = (random: Random) => ((random.below(2048) << 20) | (27 << 15) | (27 << 7) | 0x13) >>> 0;

const changeCsr: Piece = (random) =>
  `  ${random.pick(['csrrw', 'csrrs', 'csrrc'])} t3, ${random.pick(['sscratch', 'sepc', 'scause', 'stval', 'senvcfg', 'scounteren'])}, s11\n${hash}`;

/** A page of its own, used twice: see there. */
const again: Piece = (random, hart) => `${store(rootOf(hart) + 4 * (WINDOW >>> 22), pte(tableOf(hart), 1))}
  li t2, ${(0x8000_0000 | (rootOf(hart) >>> 12)) >>> 0}
  csrw satp, t2
${usedAgain(random, tableOf(hart), dataOf(hart))}`;

/** Interrupts have one handler each, or all have the same. */
const vector: Piece = (random) => `  ${random.pick(['csrsi', 'csrci'])} stvec, 1`;

const nonsense: Piece = (random) =>
  `  ${random.pick(['.word 0', '.word 0xffffffff', 'mret', 'ebreak', 'csrr t3, mstatus', 'csrr t3, hgatp'])}`;

/** So that the turns of the harts end at other places. */
const delay: Piece = (random) => `  li t4, ${random.below(500)}\n1: addi t4, t4, -1\n  bgtz t4, 1b`;

const pieces: readonly Piece[] = [
  access,
  access,
  access,
  access,
  access,
  changeEntry,
  changeEntry,
  changeRoot,
  readEntry,
  switchSpace,
  switchSpace,
  changeStatus,
  toUser,
  toUser,
  changeCode,
  changeCsr,
  again,
  vector,
  nonsense,
  delay,
];

/** Operations that may come in any order. Each hart has a number of its own. */
const operations = ['add', 'xor', 'or', 'and', 'max', 'min', 'maxu', 'minu'];

/** All harts change one word, very often, by atomic operations. */
const oneWord: Together = (random) => {
  const word = SHARED + 4 * random.below(16);
  const byPair = random.oneIn(2);
  const times = random.between(20, 400);
  const change = byPair
    ? '2: lr.w t1, (t2)\n  add t1, t1, t0\n  sc.w t3, t1, (t2)\n  bnez t3, 2b'
    : `  amo${random.pick(operations)}.w t1, t0, (t2)`;
  return `
  li t2, ${word}
  li t0, ${random.word()}
  mul t0, t0, s0
  li s1, ${times}
1:
${change}
  addi s1, s1, -1
  bnez s1, 1b
${barrier}
  li t2, ${word}
  lw t3, (t2)
${hash}`;
};

/** One hart changes an entry in the table of another one, which has used it before, and fences that hart. */
const remoteEntry: Together = (random, harts) => {
  const { self, other } = two(random, harts);
  const slot = random.below(8);
  const use = (tag: string) =>
    tried(
      tag,
      `  li t2, ${WINDOW + 4096 * slot + 4 * random.below(1024)}\n  li t3, 0\n  ${random.pick(['lw t3, (t2)', 'sw s11, (t2)'])}\n${hash}`,
    );
  const [mask, base] = random.pick([
    [1 << other, 0],
    [1, other],
    [0, -1],
  ]);
  const change = store(tableOf(other) + 4 * slot, anyEntry(random, other));
  const call = `  li a0, ${mask}\n  li a1, ${base}\n  li a2, ${WINDOW + 4096 * slot}\n  li a3, 4096\n  li a4, 0`;
  return `${only(other, 'before', use('before'))}
${barrier}
${only(self, 'change', `${change}\n${call}\n${sbi(RFENCE, random.pick([1, 2]))}`)}
${barrier}
${only(other, 'after', use('use'))}`;
};

/** One hart changes the code of another one. */
const remoteCode: Together = (random, harts) => {
  const { self, other } = two(random, harts);
  const change = `  la t2, code_@\n  li t3, ${addToHash(random)}\n  sw t3, (t2)\n  li a0, ${1 << other}\n  li a1, 0\n${sbi(RFENCE, 0)}`;
  return `${only(self, 'change', change)}\n${barrier}\n${only(other, 'run', 'code_@: nop')}`;
};

/** One hart interrupts others, which wait for that. They take the interrupt at one certain instruction. */
const interrupt: Together = (random, harts) => {
  const { self } = two(random, harts);
  const mask = random.between(1, 2 ** harts - 1) & ~(1 << self);
  const wait = random.oneIn(2) ? '  wfi' : `  li a0, 0\n${sbi(HSM, 3)}`;
  const send = random.oneIn(3)
    ? `  li t2, ${SAVED}\n  li t3, ${mask}\n  sw t3, 28(t2)\n  li a0, ${SAVED + 28}\n  li a7, 4\n  ecall`
    : `  li a0, ${mask}\n  li a1, 0\n${sbi(IPI, 0)}`;
  return `  li t0, ${mask}
  srl t0, t0, s0
  andi t0, t0, 1
  beqz t0, sender_@
1:
${wait}
  csrr t3, sip
  andi t3, t3, 2
  beqz t3, 1b
${hash}
  csrsi sstatus, 2
  nop
  csrci sstatus, 2
  j all_@
sender_@:
${only(self, 'send', `${delay(random, self)}\n${send}`)}
all_@:`;
};

/** A hart stops, and the first hart starts it again; or it sleeps without its registers, and the first hart wakes it. */
const stopAndStart: Together = (random, harts) => {
  const other = random.between(1, harts - 1);
  const sleeps = random.oneIn(2);
  const opaque = random.word();
  const place = SAVED + 32 * other;
  const leave = `  li t2, ${place}
  sw s7, (t2)
  sw s9, 4(t2)
  sw s11, 8(t2)
  li a0, 0x80000000
  la a1, again_@
  li a2, ${opaque}
  ${sleeps ? 'nop' : 'csrsi sstatus, 2'} # it is off again when the hart starts
${sbi(HSM, sleeps ? 3 : 1)}
again_@:
  mv s0, a0
  mv t3, a1
  li t2, ${place}
  lw s7, (t2)
  lw s9, 4(t2)
  lw s11, 8(t2)
${hash}
  csrr t3, satp
${hash}
  csrr t3, sstatus
  andi t3, t3, 2
${hash}
  csrci sip, 2
  la s10, back_@
back_@:`;
  const wake = sleeps
    ? `  li a0, ${1 << other}\n  li a1, 0\n${sbi(IPI, 0)}`
    : `1: li a0, ${other}
${sbi(HSM, 2)}
  li t0, 1
  bne a1, t0, 1b
  li a0, ${other}
  la a1, again_@
  li a2, ${opaque}
${sbi(HSM, 0)}
  mv t3, a0
${hash}`;
  return `${only(other, 'leave', leave)}\n${only(0, 'wake', wake)}`;
};

/** One hart prints: if two did, their order would matter. */
const print: Together = (random, harts) =>
  only(
    random.below(harts),
    'print',
    tried('print', `  li t2, ${UART}\n  sb s11, (t2)\n  lbu t3, 5(t2)\n${hash}`),
  );

/** A device interrupts one hart and no other: the serial port, which has nothing to send. Without paging: the controller is not mapped. */
const device: Together = (random, harts) => {
  const hart = random.below(harts);
  const context = 2 * hart + 1;
  const source = 10;
  const set = [
    store(PLIC + 4 * source, random.between(1, 7)),
    store(PLIC + 0x2000 + 0x80 * context, 1 << source),
    store(PLIC + 0x20_0000 + 0x1000 * context, 0),
  ];
  const look = `  csrr t3, sip\n  li t4, 0x200\n  and t3, t3, t4\n${hash}`;
  return `  csrw satp, zero
  sfence.vma
${only(hart, 'listen', `${set.join('\n')}\n  li t2, ${UART}\n  li t3, 2\n  sb t3, 1(t2)`)}
${barrier}
${look}
${barrier}
  li t2, 0x200
  csrs sie, t2
  csrsi sstatus, 2
  nop
  csrci sstatus, 2
${barrier}
${only(hart, 'quiet', `  li t2, ${UART}\n  sb zero, 1(t2)\n${store(PLIC + 0x2000 + 0x80 * context, 0)}`)}`;
};

function two(random: Random, harts: number): { readonly self: number; readonly other: number } {
  const self = random.below(harts);
  return { self, other: (self + random.between(1, harts - 1)) % harts };
}

const together: readonly Together[] = [
  apart,
  apart,
  apart,
  apart,
  apart,
  apart,
  oneWord,
  remoteEntry,
  remoteEntry,
  remoteEntry,
  remoteCode,
  interrupt,
  interrupt,
  stopAndStart,
  device,
  print,
];

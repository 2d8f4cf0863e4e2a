/**
 * The blocks of a random guest with several harts. In some, each hart works on its own memory; in the others they work together: one
 * changes another's page table and fences it, one interrupts, stops or starts another, all change one word.
 */
import type { Random } from '../../../random.js';
import { hash, type Kind, PLIC, store, UART, WINDOW } from './layout.js';
import { barrier, HSM, IPI, RFENCE, SAVED, sbi, SHARED, tableOf } from './several-harts.js';
import { anyEntry, delay, pieces } from './several-harts-pieces.js';
import { addToHash } from './shared-blocks.js';

/** A block for this many harts. All of them are at a barrier before it. */
export function severalHartsBlock(harts: number): Kind {
  return (random) => random.pick(together)(random, harts);
}

type Together = (random: Random, harts: number) => string;

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

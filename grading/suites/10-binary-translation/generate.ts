/** Random pages, and random guests that are hard on a translator. The same seed gives the same. */
import type { PageSketch } from '../../../src/hypervisor/index.js';
import { allHoles } from '../../../src/machine/index.js';
import { xorshift } from '../../suite/xorshift.js';
import { off } from './guests.js';

/** First halfwords of CSR instructions, of SRET, MRET and SFENCE.VMA. */
const firsts = [0x2573, 0x22f3, 0x1073, 0x10f3, 0x7073, 0x6573, 0x3573, 0x5073, 0x0073, 0x8073];
/** Second halfwords: sstatus, sie, stvec, scause, satp, sscratch, sepc, mstatus, mcause; with a source register; SRET, … */
const seconds = [
  0x1000, 0x1040, 0x1050, 0x1420, 0x1800, 0x1400, 0x1410, 0x3000, 0x3420, 0x1002, 0x1007, 0x1403,
];
const returns = [0x1020, 0x3020, 0x1200, 0x1273, 0x1050];
const compressed = [0x0001, 0x852e, 0x0505, 0x8082, 0x9002, 0x0000];
const long = [0x0537, 0x0293, 0x0013, 0x2003, 0x2023];

export function randomPage(seed: number): PageSketch {
  const random = xorshift(seed);
  const pools = [firsts, firsts, firsts, seconds, seconds, returns, compressed, long];
  const at: Record<number, number> = {};
  for (let index = 0; index < 2048; index += 1) {
    const pool = pools[random() % (pools.length + 1)];
    at[index] = pool === undefined ? random() % 0x1_0000 : pool[random() % pool.length]!;
  }
  const holes = random() % 2 === 0 ? allHoles : allHoles.filter(() => random() % 2 === 0);
  const hot = Array.from({ length: 2048 }, (_, index) => index).filter(() => random() % 2 === 0);
  return { at, holes, hot, ...(random() % 4 > 0 && { state: random() % 128 }) };
}

type Pick = <T>(items: readonly T[]) => T;
type Fragment = (pick: Pick, index: number) => string;

const csrs = ['sstatus', 'sie', 'stvec', 'satp', 'scause', 'sip', 'sscratch', 'sepc', 'stval'];
const targets = ['s3', 's4', 's5', 'a1', 'a2', 'a5'];

const critical: Fragment = (pick) => {
  const rd = pick(targets);
  return pick([
    `csrr ${rd}, ${pick(csrs)}`,
    `csrr ${rd}, ${pick(csrs)}`,
    'csrsi sstatus, 2',
    `csrrci ${rd}, sstatus, 2`,
    `csrrs ${rd}, sie, ${pick(targets)}`,
    'sfence.vma',
    `csrw sscratch, ${pick(targets)}`,
    `csrrw ${rd}, sscratch, ${pick(targets)}`,
  ]);
};
const short: Fragment = (pick) =>
  pick(['c.nop', 'c.addi s5, 3', 'c.mv a1, a2', 'c.li a2, 7', 'add s4, s4, s3']);
const reads: Fragment = (pick, index) =>
  `la t0, block${index}\n${pick(['lw', 'lhu', 'lb'])} t1, ${pick([0, 4, 8])}(t0)\nadd s4, s4, t1`;
const writes: Fragment = (pick, index) => `
    la t0, words + ${4 * pick([0, 1, 2, 3, 4, 5])}
    la t1, patch${index}
    lw t2, (t0)
    ${pick(['sw t2, (t1)', 'sh t2, (t1)\nsrli t2, t2, 16\nsh t2, 2(t1)', 'amoswap.w t2, t2, (t1)'])}
    .align 2
  patch${index}: .word 0x13
    c.addi s5, 1`;
const jumps: Fragment = (pick, index) =>
  `la s2, middle${index} + ${pick([0, 2, 2])}\njalr s2\nj over${index}\nmiddle${index}: ${critical(pick, index)}\n c.addi s5, 1\n ret\nover${index}:`;
/** An instruction in whose middle another one begins, which has the first half of a critical one as its end. */
const hides: Fragment = (pick, index) =>
  `la s2, hides${index} + ${pick([0, 2])}\njalr s2\nadd s4, s4, t0\nj seen${index}\nhides${index}: .half 0x0a37, 0x0293\n ${critical(pick, index)}\n c.addi s5, 1\n ret\nseen${index}:`;
const far: Fragment = (pick) => `la s2, ${pick(['end0', 'end1', 'end2'])}\njalr s2`;
const hot: Fragment = (pick, index) =>
  `li s0, 90\nhot${index}: csrr ${pick(targets)}, ${pick(csrs)}\nadd s4, s4, a1\naddi s0, s0, -1\nbnez s0, hot${index}`;

const fragments: readonly Fragment[] = [
  critical,
  critical,
  critical,
  short,
  short,
  reads,
  writes,
  jumps,
  hides,
  far,
];

export function randomGuest(seed: number): string {
  const random = xorshift(seed);
  const pick: Pick = (items) => items[random() % items.length]!;
  const blocks = Array.from({ length: 40 }, (_, index) => {
    const fragment = index % 13 === 5 ? hot : pick(fragments);
    return `block${index}: ${fragment(pick, index)}`;
  });
  const end = (number: number) => `
    .align 12
    .zero ${pick([4094, 4092, 4090])}
  end${number}: ${critical(pick, 0)}
    ${critical(pick, 0)}
    c.addi s5, 2
    ret`;
  return `
    .option rvc
    la sp, stack
    la t0, back
    csrw stvec, t0
    ${blocks.join('\n')}
    ${off}
    .align 2
  back: csrr s10, scause
    csrr s11, stval
    csrw sepc, ra
    sret
    .align 2
  words: csrr s3, sstatus
    .align 2
    csrr s4, sie
    .align 2
    csrsi sstatus, 2
    .align 2
    .word 0x00158593
    csrrw s3, sscratch, s4
    .word 0x13
    .align 4
  stack: .word 1, 2, 3, 4, 5, 6, 7, 8
    ${[0, 1, 2].map(end).join('\n')}`;
}

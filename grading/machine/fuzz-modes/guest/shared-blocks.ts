/** Blocks, and parts of blocks, that a guest with one hart and one with several have in common. */
import type { Random } from '../../../random.js';

/** Of an access in its page: often at the page's ends. */
export const offset = (random: Random) =>
  random.pick([0, 4, 8, 0xffc, 0xffe, 0xfff, random.below(4096) & ~3]);

/** What may be done with the address in t2. */
export const ACCESSES: readonly string[] = [
  'lw t3, (t2)',
  'lb t3, (t2)',
  'lhu t3, (t2)',
  'sw s11, (t2)',
  'sh s11, (t2)',
  'sb s11, (t2)',
  'amoadd.w t3, s11, (t2)',
  'lr.w t3, (t2)\n  sc.w t3, s11, (t2)',
];

/** SUM and MXR. */
export const changeStatus = (random: Random) =>
  `  li t2, ${random.pick([0x4_0000, 0x8_0000, 0xc_0000])}\n  ${random.pick(['csrs', 'csrc'])} sstatus, t2`;

/** Interrupts have one handler each, or all have the same. */
export const vector = (random: Random) => `  ${random.pick(['csrsi', 'csrci'])} stvec, 1`;

/** `addi s11, s11, …` as a word. */
export const addToHash = (random: Random) =>
  ((random.below(2048) << 20) | (27 << 15) | (27 << 7) | 0x13) >>> 0;

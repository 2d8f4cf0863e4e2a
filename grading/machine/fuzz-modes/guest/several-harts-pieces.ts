/** Pieces of work that each hart of a random guest does on its own memory. */
import type { Random } from '../../../random.js';
import { fence, FLAGS, hash, NO_MEMORY, pte, store, UART, usedAgain, WINDOW } from './layout.js';
import { dataOf, KERNEL_TABLE, rootOf, tableOf, USER_CODE } from './several-harts.js';
import { ACCESSES, addToHash, changeStatus, offset, vector } from './shared-blocks.js';

/** What one hart does. It may trap: then the hart goes on after it. */
export type Piece = (random: Random, hart: number) => string;

function address(random: Random): number {
  const inPage = offset(random);
  const slot = random.below(8);
  return random.oneIn(10)
    ? random.pick([0, 0x8004_0000, 0xffff_fffc, UART + 8])
    : WINDOW + 4096 * slot + inPage;
}

const access: Piece = (random) => {
  const operation = random.pick(ACCESSES);
  return `  li t2, ${address(random)}\n  li t3, 0\n  ${operation}\n${hash}`;
};

/**
 * An entry of a hart's window: its own data with any flags, or something that it may only read. So no hart can write to what another one
 * reads, or to page tables except by whole entries.
 */
export function anyEntry(random: Random, hart: number): number {
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

const changeCsr: Piece = (random) =>
  `  ${random.pick(['csrrw', 'csrrs', 'csrrc'])} t3, ${random.pick(['sscratch', 'sepc', 'scause', 'stval', 'senvcfg', 'scounteren'])}, s11\n${hash}`;

/** A page of its own, used twice: see usedAgain. */
const again: Piece = (random, hart) => `${store(rootOf(hart) + 4 * (WINDOW >>> 22), pte(tableOf(hart), 1))}
  li t2, ${(0x8000_0000 | (rootOf(hart) >>> 12)) >>> 0}
  csrw satp, t2
${usedAgain(random, tableOf(hart), dataOf(hart))}`;

const nonsense: Piece = (random) =>
  `  ${random.pick(['.word 0', '.word 0xffffffff', 'mret', 'ebreak', 'csrr t3, mstatus', 'csrr t3, hgatp'])}`;

/** So that the turns of the harts end at other places. */
export const delay: Piece = (random) => `  li t4, ${random.below(500)}\n1: addi t4, t4, -1\n  bgtz t4, 1b`;

export const pieces: readonly Piece[] = [
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

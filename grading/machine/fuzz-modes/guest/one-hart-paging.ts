/** Blocks of a random guest with one hart: an access anywhere, a changed page table, another address space. */
import type { Random } from '../../../random.js';
import {
  fence,
  FLAGS,
  hash,
  type Kind,
  NO_MEMORY,
  OPEN,
  pte,
  store,
  UART,
  usedAgain,
  WINDOW,
} from './layout.js';
import { DATA, KERNEL_TABLE, ROOTS, SUPER, TABLES } from './one-hart.js';
import { ACCESSES, offset } from './shared-blocks.js';

/** An address: mostly in the window, sometimes anywhere. */
export function address(random: Random): number {
  const inPage = offset(random);
  switch (random.below(8)) {
    case 0:
      return (SUPER + 4096 * random.below(64) + inPage) >>> 0;
    case 1:
      return random.pick([0, 0x8004_0000, 0x0010_1000, 0xffff_fffc, UART + 8, DATA + inPage]) >>> 0;
    default:
      return WINDOW + 4096 * random.below(8) + inPage;
  }
}

export const access: Kind = (random) => {
  const operation = random.pick([...ACCESSES, 'jalr t3, (t2)']);
  return `  li t2, ${address(random)}\n  li t3, 0\n  ${operation}\n  sfence.vma\n${hash}`; // it may have hit a page table
};

/** Any flags, on any frame: data, page tables, a device, no memory at all. */
function anyEntry(random: Random): number {
  const frame = random.pick([
    DATA,
    DATA,
    DATA,
    ROOTS[0]!,
    TABLES[0]!,
    KERNEL_TABLE,
    UART,
    NO_MEMORY,
    0x8000_0000,
  ]);
  const flags = random.oneIn(4) ? random.below(1024) : random.pick(FLAGS);
  return pte(frame === DATA ? DATA + 4096 * random.below(8) : frame, flags);
}

export const changeEntry: Kind = (random) =>
  `${store(random.pick(TABLES) + 4 * random.below(8), anyEntry(random))}\n${fence(random)}`;

export const changeRoot: Kind = (random) => {
  const entry = random.pick([
    pte(TABLES[0]!, 1),
    pte(TABLES[1]!, 1),
    pte(0x8000_0000, 0xdf),
    pte(0x8000_0000, 0xcf),
    anyEntry(random),
  ]);
  const index = random.pick([WINDOW, SUPER]) >>> 22;
  return `${store(random.pick(ROOTS) + 4 * index, entry)}\n${fence(random)}`;
};

export const readEntry: Kind = (random) =>
  `  li t2, ${random.pick(TABLES) + 4 * random.below(8)}\n  lw t3, (t2)\n${hash}`;

const satpOf = (root: number, asid: number) => (0x8000_0000 | (asid << 22) | (root >>> 12)) >>> 0;

export const switchSpace: Kind = (random) => {
  const satp = random.oneIn(6) ? 0 : satpOf(random.pick(ROOTS), random.below(3));
  return `  li t2, ${satp}\n  csrw satp, t2\n${fence(random)}`;
};

/** From one address space to the other without a fence: each has a number that always means the same root. One page differs. */
export const switchUnfenced: Kind = (random) => {
  const slot = random.below(7);
  const maps = ROOTS.map((root, number) => {
    const entry = pte(DATA + 4096 * random.below(4), random.pick([OPEN, OPEN, 0]));
    return `${store(root + 4 * (WINDOW >>> 22), pte(TABLES[number]!, 1))}\n${store(TABLES[number]! + 4 * slot, entry)}`;
  });
  const uses = ROOTS.map(
    (root, number) => `
  li t2, ${satpOf(root, 5 + number)}
  csrw satp, t2
  li t2, ${WINDOW + 4096 * slot}
  ${random.pick(['lw t3, (t2)', 'lw t3, (t2)', 'sw s11, (t2)'])}
${hash}`,
  );
  return `${maps.join('\n')}\n${fence(random)}\n${uses.join('\n')}`;
};

/** A root entry that maps 4 MiB at once, and a page of them. */
export const superpage: Kind = (random) => {
  const root = random.pick(ROOTS);
  const use = random.pick(['lw t3, (t2)', 'lw t3, (t2)', 'lhu t3, (t2)', 'sw zero, (t2)']);
  return `${store(root + 4 * (SUPER >>> 22), pte(0x8000_0000, random.pick([0xcf, 0xcf, 0x0f, 0x07])))}
  li t2, ${satpOf(root, random.below(3))}
  csrw satp, t2
${fence(random)}
  li t2, ${SUPER + 4096 * random.between(0x28, 0x3f) + 4 * random.below(1024)}
  ${use}
${hash}
${fence(random)}`;
};

/** A page is used, then SUM and MXR change, or the accessed and dirty bits of its entry are cleared; then it is used again. */
export const again: Kind = (random) => {
  const root = random.pick(ROOTS);
  const table = random.pick(TABLES);
  return `${store(root + 4 * (WINDOW >>> 22), pte(table, 1))}
  li t2, ${(0x8000_0000 | (root >>> 12)) >>> 0}
  csrw satp, t2
${usedAgain(random, table, DATA)}`;
};

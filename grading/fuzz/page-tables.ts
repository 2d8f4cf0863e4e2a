/** Random Sv32 page tables, which map a slot at several places (privileged specification 1.12, section 4.3). */
import { PTE_A, PTE_D, PTE_G, PTE_R, PTE_U, PTE_V, PTE_W, PTE_X } from '../../src/machine/index.js';
import { CODE, CONTEXT, DATA, DATA_PAGES, S_VECTORS, TABLES } from './layout.js';
import type { Random } from './random.js';

const PAGE = 0x1000;
const MEGAPAGE = 0x40_0000;
/** Virtual addresses of the slot: for S-mode, for U-mode, within superpages, and of data pages under random entries. */
export const REGIONS = { user: 1, superpage: 2, broken: 3, random: 7 } as const;

/** Words by offset in the slot. */
export function pageTables(random: Random, slot: number): Map<number, number> {
  const words = new Map<number, number>();
  const frame = (offset: number) => Math.floor((slot + offset) / PAGE);
  const [root, identity, user, wild] = [0, 1, 2, 3].map((page) => TABLES + page * PAGE) as [
    number,
    number,
    number,
    number,
  ];
  const put = (table: number, index: number, ppn: number, flags: number) =>
    words.set(table + 4 * index, (ppn * 1024 + flags) >>> 0);
  const first = Math.floor(slot / PAGE) & 1023; // where the slot begins in its superpage

  put(root, Math.floor(slot / MEGAPAGE), frame(identity), PTE_V);
  put(root, REGIONS.user, frame(user), PTE_V);
  put(root, REGIONS.superpage, Math.floor(slot / MEGAPAGE) * 1024, leaf(random) | PTE_A | PTE_D);
  put(root, REGIONS.broken, Math.floor(slot / MEGAPAGE) * 1024 + random.between(1, 3), leaf(random)); // misaligned superpage
  // A table where there is no memory is left out: QEMU 7.2 makes a page fault of it, not an access fault.
  put(root, 5, frame(user), PTE_V | random.pick([PTE_A, PTE_D, PTE_U])); // reserved in a pointer
  put(root, 6, frame(user), random.bits(0x3fe)); // invalid
  put(root, REGIONS.random, frame(wild), PTE_V | random.bits(0x300));

  for (let page = 0; page < CONTEXT / PAGE; page += 1) {
    const offset = page * PAGE;
    const code = offset < S_VECTORS + 2 * PAGE;
    const data = offset >= DATA && offset < DATA + DATA_PAGES * PAGE;
    if (offset < CODE + 2 * PAGE || code) {
      const supervisor = PTE_V | PTE_R | PTE_X | random.bits(PTE_A | PTE_D | PTE_G);
      put(identity, first + page, frame(offset), supervisor);
      put(user, first + page, frame(offset), supervisor | PTE_U);
    } else if (data) {
      put(identity, first + page, frame(offset), leaf(random));
      put(user, first + page, frame(offset), leaf(random));
      put(
        wild,
        first + page,
        random.oneIn(6) ? 0xf_0000 : frame(offset),
        random.bits(0xff) | (random.oneIn(8) ? 0 : PTE_V),
      );
    }
  }
  return words;
}

function leaf(random: Random): number {
  const kind = random.pick([
    PTE_R,
    PTE_R | PTE_W,
    PTE_R | PTE_W,
    PTE_R | PTE_W | PTE_X,
    PTE_X,
    PTE_R | PTE_X,
    PTE_W,
  ]);
  return PTE_V | kind | random.bits(PTE_U | PTE_G | PTE_A | PTE_D);
}

/** A data address, as the root table of `pageTables` maps it. */
export function dataAddress(random: Random, slot: number, paged: boolean): number {
  const physical = slot + DATA + random.below(DATA_PAGES) * PAGE + 0x800;
  if (!paged || random.oneIn(3)) return physical;
  const region = random.pick([
    REGIONS.user,
    REGIONS.user,
    REGIONS.superpage,
    REGIONS.broken,
    4,
    5,
    6,
    REGIONS.random,
  ]);
  return (physical % MEGAPAGE) + region * MEGAPAGE;
}

export function userAddress(physical: number): number {
  return (physical % MEGAPAGE) + REGIONS.user * MEGAPAGE;
}

export function satpOf(random: Random, slot: number): number {
  return (0x8000_0000 | (random.below(4) << 22) | Math.floor((slot + TABLES) / PAGE)) >>> 0;
}

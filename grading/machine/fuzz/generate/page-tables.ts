/**
 * Random Sv32 page tables, which map an area at several places (privileged specification 1.12, section 4.3): for satp,
 * and for a guest's vsatp, whose entries name guest-physical addresses (guest-tables.ts).
 */
import { PTE_A, PTE_D, PTE_G, PTE_R, PTE_U, PTE_V, PTE_W, PTE_X } from '../../../../src/machine/index.js';
import type { Random } from '../../../random.js';
import { CODE, CONTEXT, DATA, DATA_PAGES, HOST_TABLES, S_VECTORS } from '../case/index.js';

export const PAGE = 0x1000;
export const MEGAPAGE = 0x40_0000;
/** Virtual addresses of the area: for S-mode, for U-mode, within superpages, and of data pages under random entries. */
const REGIONS = { user: 1, superpage: 2, broken: 3, random: 7 } as const;

/** Where the tables are in the area. */
export interface TablePages {
  readonly root: number;
  readonly identity: number;
  readonly user: number;
  readonly wild: number;
}

/**
 * Words by offset in the area. `frameOf` is the page number that an entry names for what is at an offset in the area;
 * `marked`: every entry is accessed and dirty from the start; `generous`: more is allowed.
 */
export function pageTables(
  random: Random,
  area: number,
  pages: TablePages = HOST_TABLES,
  frameOf = (offset: number) => Math.floor((area + offset) / PAGE),
  marked = false,
  generous = false,
): Map<number, number> {
  const words = new Map<number, number>();
  const { root, identity, user, wild } = pages;
  const frame = (offset: number) => Math.floor((area + offset) / PAGE);
  const marks = marked ? PTE_A | PTE_D : 0;
  const put = (table: number, index: number, ppn: number, flags: number) =>
    words.set(table + 4 * index, (ppn * 1024 + flags) >>> 0);
  const first = Math.floor(area / PAGE) & 1023; // where the area begins in its superpage
  const superpage = (offset: number) => Math.floor(frameOf(offset) / 1024) * 1024;

  put(root, Math.floor(area / MEGAPAGE), frame(identity), PTE_V);
  put(root, REGIONS.user, frame(user), PTE_V);
  put(root, REGIONS.superpage, superpage(DATA), leaf(random) | PTE_A | PTE_D);
  put(root, REGIONS.broken, superpage(DATA) + random.between(1, 3), leaf(random) | marks); // misaligned superpage
  // A table where there is no memory is left out: QEMU 7.2 makes a page fault of it, not an access fault.
  put(root, 5, frame(user), PTE_V | random.pick([PTE_A, PTE_D, PTE_U])); // reserved in a pointer
  put(root, 6, frame(user), random.bits(0x3fe)); // invalid
  put(root, REGIONS.random, frame(wild), PTE_V | random.bits(0x300));

  for (let page = 0; page < CONTEXT / PAGE; page += 1) {
    const offset = page * PAGE;
    if (offset < S_VECTORS + 2 * PAGE) {
      const supervisor = PTE_V | PTE_R | PTE_X | marks | random.bits(PTE_A | PTE_D | PTE_G);
      put(identity, first + page, frame(offset), supervisor);
      put(user, first + page, offset < CODE + 2 * PAGE ? frameOf(offset) : frame(offset), supervisor | PTE_U);
    } else if (offset >= DATA && offset < DATA + DATA_PAGES * PAGE) {
      put(identity, first + page, frameOf(offset), leaf(random, generous) | marks);
      put(user, first + page, frameOf(offset), leaf(random, generous) | (generous ? PTE_U : 0) | marks);
      put(
        wild,
        first + page,
        random.oneIn(6) ? 0xf_0000 : frameOf(offset),
        random.bits(0xff) | marks | (random.oneIn(8) ? 0 : PTE_V),
      );
    }
  }
  return words;
}

export function leaf(random: Random, generous = false): number {
  if (generous && !random.oneIn(4)) {
    return PTE_V | PTE_R | PTE_W | random.bits(PTE_X | PTE_U | PTE_G | PTE_A | PTE_D);
  }
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
export function dataAddress(random: Random, area: number, paged: boolean): number {
  const physical = area + DATA + random.below(DATA_PAGES) * PAGE + 0x800;
  if (!paged || random.oneIn(3)) {
    return physical;
  }
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

/** With an address space of its own for each root: no fence is needed from one table to the other. */
export function satpOf(random: Random, area: number, { root }: TablePages = HOST_TABLES): number {
  const space = random.below(4) + (root === HOST_TABLES.root ? 0 : 4);
  return (0x8000_0000 | (space << 22) | Math.floor((area + root) / PAGE)) >>> 0;
}

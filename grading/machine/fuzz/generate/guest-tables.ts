/**
 * Where a guest's addresses lead: through its own random Sv32 table (VS-stage), then through the hypervisor's Sv32x4 table
 * (G-stage). That table maps the area at its own address and, with other permissions, at other guest-physical addresses. Privileged specification 1.12,
 * section 8.5. compare/README.md lists what is not generated because of QEMU 7.2's mistakes.
 */
import { PTE_A, PTE_D, PTE_R, PTE_U, PTE_V, PTE_W, PTE_X } from '../../../../src/machine/index.js';
import type { Random } from '../../../random.js';
import { CODE, CONTEXT, DATA, DATA_PAGES, G_TABLES, GUEST_TABLES, S_VECTORS } from '../case/index.js';
import type { GuestRules } from './guest-rules.js';
import { dataAddress, leaf, MEGAPAGE, PAGE, pageTables, satpOf } from './page-tables.js';

/** Guest-physical addresses of the area, beside its own: their numbers in the root table. */
const ALIASES = {
  table: 16,
  superpage: 17,
  misaligned: 18,
  supervisor: 19,
  invalid: 20,
  reserved: 21,
} as const;
const QUARTER = 1024; // entries; the root has four times as many as Sv32's

/**
 * Words by offset in the area. `marked`: the guest's entries are accessed and dirty from the start, so that the pages
 * that hold them need not be writable. (QEMU 7.2 writes them anyway.) `wide`: some addresses have 34 bits.
 */
export function guestTables(
  random: Random,
  area: number,
  marked: boolean,
  { wide, executable }: Pick<GuestRules, 'wide' | 'executable'>,
): Map<number, number> {
  const generous = !random.oneIn(3);
  const frame = (offset: number) => Math.floor((area + offset) / PAGE);
  const guestFrame = (offset: number) => {
    const alias = random.oneIn(12)
      ? random.pick(Object.values(ALIASES))
      : random.pick([undefined, undefined, undefined, ALIASES.table, ALIASES.table, ALIASES.superpage]);
    const base = alias === undefined ? frame(offset) : alias * 1024 + (frame(offset) & 1023);
    return base + (wide && random.oneIn(3) ? random.between(1, 3) << 20 : 0);
  };
  const words = pageTables(random, area, GUEST_TABLES, guestFrame, marked, generous);

  for (const [offset, value] of secondStage(random, area, marked, generous)) {
    words.set(offset, value);
  }
  if (executable) {
    for (const [offset, entry] of words) {
      words.set(offset, withExecution(entry));
    }
  }
  return words;
}

/** A leaf can be executed if and only if it can be read. */
function withExecution(entry: number): number {
  return ((entry & ~PTE_X) | ((entry & PTE_R) !== 0 ? PTE_X : 0)) >>> 0;
}

/** The hypervisor's table. All accesses count as a user's there. */
function secondStage(random: Random, area: number, marked: boolean, generous: boolean): Map<number, number> {
  const words = new Map<number, number>();
  const frame = (offset: number) => Math.floor((area + offset) / PAGE);
  const put = (table: number, index: number, ppn: number, flags: number) =>
    words.set(table + 4 * index, (ppn * 1024 + flags) >>> 0);
  const own = Math.floor(area / MEGAPAGE);
  // QEMU 7.2 drops the upper two bits of a guest-physical address: the root's four quarters are the same.
  const root = (index: number, ppn: number, flags: number) => {
    for (let quarter = 0; quarter < 4; quarter += 1) {
      put(G_TABLES.root, index + quarter * QUARTER, ppn, flags);
    }
  };
  const superpage = () => PTE_A | PTE_D | leaf(random);
  root(own, frame(G_TABLES.identity), PTE_V);
  root(ALIASES.table, frame(G_TABLES.alias), PTE_V);
  root(ALIASES.superpage, own * 1024, superpage() | PTE_U);
  root(ALIASES.misaligned, own * 1024 + 1, superpage() | PTE_U);
  root(ALIASES.supervisor, own * 1024, superpage() & ~PTE_U);
  root(ALIASES.invalid, own * 1024, superpage() & ~PTE_V);
  root(ALIASES.reserved, frame(G_TABLES.alias), PTE_V | random.pick([PTE_A, PTE_D, PTE_U]));

  const first = Math.floor(area / PAGE) & 1023;
  for (let page = 0; page < CONTEXT / PAGE; page += 1) {
    const offset = page * PAGE;
    const code = PTE_V | PTE_R | PTE_X | PTE_U | random.bits(PTE_A | PTE_D);
    if (offset < S_VECTORS + 2 * PAGE) {
      const body = offset < CODE + 2 * PAGE;
      put(
        G_TABLES.identity,
        first + page,
        frame(offset),
        body && random.oneIn(40) ? secondLeaf(random) : code,
      );
      put(G_TABLES.alias, first + page, frame(offset), body && random.oneIn(6) ? secondLeaf(random) : code);
    } else if (offset >= DATA && offset < DATA + DATA_PAGES * PAGE) {
      put(G_TABLES.identity, first + page, frame(offset), secondLeaf(random, generous));
      put(G_TABLES.alias, first + page, frame(offset), secondLeaf(random, generous));
    } else {
      // satp's table may also become a guest's, and is not marked.
      const guests = Object.values(GUEST_TABLES).some((table) => table === offset);
      put(G_TABLES.identity, first + page, frame(offset), tablePage(random, marked && guests));
    }
  }
  return words;
}

function secondLeaf(random: Random, generous = false): number {
  return leaf(random, generous) | (random.oneIn(10) ? 0 : PTE_U);
}

/** A page that holds the guest's table: where entries are still to be marked, it must be writable, and dirty already. */
function tablePage(random: Random, marked: boolean): number {
  if (random.oneIn(40)) {
    return 0;
  }
  const readable = PTE_V | PTE_R | PTE_U;
  return marked ? readable | random.bits(PTE_A | PTE_D | PTE_W | PTE_X) : readable | PTE_W | PTE_A | PTE_D;
}

export function vsatpOf(random: Random, area: number): number {
  return satpOf(random, area, GUEST_TABLES);
}

export function hgatpOf(random: Random, area: number): number {
  return satpOf(random, area, { ...GUEST_TABLES, root: G_TABLES.root });
}

/** A data address as a guest sees it: through its own table, or, where that is off, a guest-physical one. */
export function guestDataAddress(random: Random, area: number, paged: boolean): number {
  const address = dataAddress(random, area, paged);
  if (!random.oneIn(paged ? 10 : 2)) {
    return address;
  }
  return (address % MEGAPAGE) + random.pick(Object.values(ALIASES)) * MEGAPAGE;
}

/** Where a guest's block begins while its own table is off: at its own place, or in the alias. */
export function guestCodeAddress(random: Random, physical: number): number {
  return random.oneIn(4) ? (physical % MEGAPAGE) + ALIASES.table * MEGAPAGE : physical;
}

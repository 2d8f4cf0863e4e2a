/**
 * Where the program under test lies. Popek and Goldberg's R, the relocation-bounds register, is here the page table and
 * what else decides where an address leads: the tables of satp, of vsatp and hgatp for guests, and PMP.
 *
 * A program must not notice where it has been put. So it is at home, where an address leads to itself, or it has been moved,
 * to frames that the tables of the other state lead to: same addresses, same contents. A third page, PROBE, is there
 * for the survey itself; see resource-map.ts.
 */
import {
  type Memory,
  PAGE_BYTES,
  RAM_BASE,
  PTE_A,
  PTE_D,
  PTE_R,
  PTE_U,
  PTE_V,
  PTE_W,
  PTE_X,
} from '../../../src/machine/index.js';

/** Two of everything that may differ where a program must not notice. */
export type Variant = 0 | 1;

// Virtual, and physical at home. No page and no device is at NOWHERE.
export const CODE = RAM_BASE;
export const DATA = RAM_BASE + PAGE_BYTES;
export const PROBE = RAM_BASE + 6 * PAGE_BYTES;
export const NOWHERE = 0x4000_0000;

export const MEMORY_BYTES = 27 * PAGE_BYTES;

// Frames, by their numbers from RAM_BASE on: those of CODE and DATA, by where the program is.
export const HOME_FRAMES = [0, 1] as const;
export const MOVED_FRAMES = [4, 2] as const;
/** Where a guest is when it has been moved. */
export const GUEST_FRAMES = [5, 3] as const;
/** All of the frames with data. */
export const DATA_FRAMES = { first: 1, count: 3 } as const;
/** Where PROBE leads by what the TLB holds, and by the tables. Without a table it would lead to a third frame, its own. */
export const STALE_FRAME = 7;
export const PROBE_FRAME = 26;

// Tables, by variant: a root and the table below it.
const HOST_ROOTS = [8, 10] as const;
const GUEST_ROOTS = [12, 14] as const;
/** Sv32x4 has roots of four pages. */
const G_STAGE_ROOTS = [16, 20] as const;
const SECOND_STAGE_TABLES = [24, 25] as const;

export type Frames = readonly [code: number, data: number];

/** The physical address of a frame. */
export function frameAddress(frame: number): number {
  return RAM_BASE + frame * PAGE_BYTES;
}

/** How far a word of RAM, by its index, is from the beginning of a frame, in words. */
export function wordInFrame(frame: number, index: number): number {
  return index - (frame * PAGE_BYTES) / 4;
}

/** The page number of a table's root, as satp holds it. */
export function rootOf(table: 'host' | 'guest' | 'G-stage', variant: Variant): number {
  const roots = { host: HOST_ROOTS, guest: GUEST_ROOTS, 'G-stage': G_STAGE_ROOTS };
  return frameAddress(roots[table][variant]) / PAGE_BYTES;
}

/** Writes a table of satp: CODE and DATA are user mode's or supervisor mode's. */
export function writeHostTable(memory: Memory, variant: Variant, frames: Frames, user: boolean): void {
  const root = HOST_ROOTS[variant];
  writeTable(memory, root, root + 1, frames, user);
}

/** Writes a table of vsatp. It leads home; the G-stage moves the guest. */
export function writeGuestTable(memory: Memory, variant: Variant, user: boolean): void {
  const root = GUEST_ROOTS[variant];
  writeTable(memory, root, root + 1, HOME_FRAMES, user);
}

/** Writes a table of hgatp, by which the guest's tables lie where they are. */
export function writeSecondStage(memory: Memory, variant: Variant, frames: Frames): void {
  const table = SECOND_STAGE_TABLES[variant];
  writeEntry(memory, G_STAGE_ROOTS[variant], RAM_BASE >>> 22, table, PTE_V);
  for (let page = 0; page < MEMORY_BYTES / PAGE_BYTES; page += 1) {
    writeEntry(memory, table, page, frames[page] ?? page, LEAF | PTE_U);
  }
}

/** Every table that translates PROBE leads to this frame from now on; the TLB does not know of it. */
export function placeProbe(memory: Memory, frame: number): void {
  for (const root of [...HOST_ROOTS, ...GUEST_ROOTS]) {
    writeEntry(memory, root + 1, (PROBE - RAM_BASE) / PAGE_BYTES, frame, LEAF); // looked up as supervisor mode alone
  }
}

// Accessed and dirty already, so that no walk writes to a table.
const LEAF = PTE_V | PTE_R | PTE_W | PTE_X | PTE_A | PTE_D;

function writeTable(memory: Memory, root: number, table: number, frames: Frames, user: boolean): void {
  const [code, data] = frames;
  const rights = LEAF | (user ? PTE_U : 0);
  writeEntry(memory, root, (RAM_BASE >>> 22) & 0x3ff, table, PTE_V);
  writeEntry(memory, table, 0, code, rights);
  writeEntry(memory, table, 1, data, rights);
}

function writeEntry(memory: Memory, table: number, index: number, to: number, bits: number): void {
  memory.write32(frameAddress(table) + 4 * index, ((frameAddress(to) / PAGE_BYTES) << 10) | bits);
}

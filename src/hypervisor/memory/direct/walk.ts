/** Looks an address up in the Sv32 tables that the hardware walks, as the VMM must when it reads or writes for a guest. */
import {
  PAGE_BYTES,
  PTE_PPN_SHIFT,
  PTE_R,
  PTE_V,
  PTE_W,
  PTE_X,
  type Memory,
} from '../../../machine/index.js';

const LEAF = PTE_R | PTE_W | PTE_X;

/** Where the entry of a page stands, and what it says. */
export interface PageEntry {
  /** The machine frame of its L1 table, and its number in it. */
  readonly frame: number;
  readonly index: number;
  readonly entry: number;
}

export const entryAddress = (frame: number, index: number): number => frame * PAGE_BYTES + index * 4;

/** The L1 entry for a virtual address in the tables below `root`, valid or not; undefined where there is no L1 table. */
export function findEntry(memory: Memory, root: number, address: number): PageEntry | undefined {
  const pointer = memory.read32(entryAddress(root, address >>> 22));
  if ((pointer & PTE_V) === 0 || (pointer & LEAF) !== 0) {
    return undefined;
  }
  const frame = pointer >>> PTE_PPN_SHIFT;
  if (!memory.contains(frame * PAGE_BYTES, PAGE_BYTES)) {
    return undefined; // tables that nobody has validated may say anything
  }
  const index = (address >>> 12) & 0x3ff;
  return { frame, index, entry: memory.read32(entryAddress(frame, index)) };
}

/** The machine address behind a virtual one, if its page is mapped with all of these rights (bits of an entry). */
export function translatePage(
  memory: Memory,
  root: number,
  address: number,
  rights: number,
): number | undefined {
  const found = findEntry(memory, root, address);
  const needed = PTE_V | rights;
  if (found === undefined || (found.entry & needed) !== needed) {
    return undefined;
  }
  return (found.entry >>> PTE_PPN_SHIFT) * PAGE_BYTES + (address % PAGE_BYTES);
}

/** The frames that the entries of an L2 table point to, valid pointers alone. */
export function pointedTo(memory: Memory, root: number): number[] {
  const frames: number[] = [];
  for (let index = 0; index < PAGE_BYTES / 4; index++) {
    const entry = memory.read32(entryAddress(root, index));
    if ((entry & PTE_V) !== 0) {
      frames.push(entry >>> PTE_PPN_SHIFT);
    }
  }
  return frames;
}

/**
 * One entry of a shadow page table, as the hardware reads it. Privileged specification 1.12, section 4.3.
 *
 *   31        20 19        10 9  8 7 6 5 4 3 2 1 0
 *   PPN[1]       PPN[0]       RSW  D A G U X W R V     a page-table entry
 */
import {
  PAGE_BYTES,
  PTE_A,
  PTE_D,
  PTE_PPN_SHIFT,
  PTE_R,
  PTE_U,
  PTE_V,
  PTE_W,
  PTE_X,
} from '../../machine/index.js';

/**
 * In every entry. U, because the guest's kernel runs in U-mode too. A and D, so that the hardware never writes to a shadow
 * table; the shadow part keeps the accessed and dirty bits in the guest's own table.
 */
const ALWAYS = PTE_V | PTE_U | PTE_A | PTE_D;

export interface Rights {
  readonly read: boolean;
  readonly write: boolean;
  readonly execute: boolean;
}

/** The entry of a page. */
export function leaf(frame: number, { read, write, execute }: Rights): number {
  const rights = (read ? PTE_R : 0) | (write ? PTE_R | PTE_W : 0) | (execute ? PTE_X : 0); // W without R is reserved
  return ((frame << PTE_PPN_SHIFT) | rights | ALWAYS) >>> 0;
}

/** The entry that points to a table. */
export function pointerTo(table: number): number {
  return ((table << PTE_PPN_SHIFT) | PTE_V) >>> 0;
}

/** The machine address that `address` is mapped to by an entry; undefined when it is not mapped. */
export function target(entry: number, address: number): number | undefined {
  return entry === 0 ? undefined : (entry >>> PTE_PPN_SHIFT) * PAGE_BYTES + (address & (PAGE_BYTES - 1));
}

/** The machine address of an entry. */
export function entryAddress(table: number, index: number): number {
  return table * PAGE_BYTES + index * 4;
}

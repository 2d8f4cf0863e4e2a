/**
 * The pieces of shadow page tables, and what each was made from. A root belongs to one address space of the guest in one context. A
 * table belongs to one table of the guest in one context: all roots whose guest tables share it share its shadow too, as processes do
 * with their kernel's half.
 */
import { PTE_A, PTE_D, type Memory } from '../../machine/index.js';

/** An entry of the guest's own tables, as it was when something was made from it. */
export interface GuestEntry {
  /** Its machine address. */
  readonly place: number;
  readonly value: number;
}

export interface ShadowRoot {
  readonly key: number;
  /** Machine frame. */
  readonly frame: number;
  /** The TLB tags its translations with this number. */
  readonly asid: number;
  /** The machine frame of the guest's root; undefined as long as nothing was made from it. */
  source: number | undefined;
  /** By index: the table that it points to, and the guest's pointer that says so (none for a superpage, and without paging). */
  readonly links: Map<number, { readonly table: ShadowTable; readonly pointer: GuestEntry | undefined }>;
}

export interface ShadowTable {
  readonly key: string;
  /** Machine frame. */
  readonly frame: number;
  /** The machine frame of the guest's table; for a superpage the guest's root; undefined without paging. */
  readonly source: number | undefined;
  /** By index: the guest's entry that each entry was made from. */
  readonly entries: Map<number, GuestEntry>;
  readonly parents: Set<ShadowRoot>;
}

export function guestEntry(memory: Memory, place: number): GuestEntry {
  return { place, value: memory.read32(place) };
}

/** Whether what was made from an entry is wrong now. Accessed and dirty bits that were added since change nothing. */
export function isStale(memory: Memory, { place, value }: GuestEntry): boolean {
  const now = memory.read32(place);
  const marks = PTE_A | PTE_D;
  return ((now ^ value) & ~marks) !== 0 || (value & ~now & marks) !== 0;
}

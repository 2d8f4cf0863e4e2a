/**
 * Accesses to physical addresses: the checks of physical memory protection (PMP), the cache model, and the reservations of
 * other harts. A page-table walk reads its entries through here too; PMP checks them as accesses of S-mode, whichever mode
 * needs the translation. Privileged specification 1.12, section 3.7.2 (PMP and paging); unprivileged specification
 * 20191213, section 8.2 (reservations).
 */
import type { MemoryUser } from './memory-user.js';
import { Access } from './sv32.js';

/** Does PMP allow this access? Always true on a machine without PMP. */
export function isAllowed(
  { pmp }: MemoryUser,
  address: number,
  bytes: number,
  access: Access,
  machineMode: boolean,
): boolean {
  return pmp === undefined || pmp.allows(address, bytes, access, machineMode);
}

/** Does PMP give the same answer for the whole page of `address`? Only then may a TLB keep it. */
export function isUniform({ pmp }: MemoryUser, address: number): boolean {
  return pmp === undefined || pmp.isUniform(address);
}

/**
 * For a page-table walk: the physical address of the entry, or undefined if PMP forbids the access. A walk stores to an entry
 * to set its accessed or dirty bit. Like any other store, this breaks reservations.
 */
export function locateEntry(hart: MemoryUser, entry: number, access: Access): number | undefined {
  const allowed = isAllowed(hart, entry, 4, access, false);
  if (allowed && access === Access.Store && hart.peersReserve) {
    breakReservations(hart, entry);
  }
  return allowed ? entry : undefined;
}

/** Ends the reservations of others for the word at `physical`, because this hart has stored to it. */
export function breakReservations(hart: MemoryUser, physical: number): void {
  for (const rival of hart.rivals) {
    if (rival.reservation === physical - (physical % 4)) {
      rival.clearReservation();
    }
  }
}

/** Tells the cache model, if there is one, of an access to RAM at this offset. A miss costs cycles. */
export function touch({ cache, counters }: MemoryUser, offset: number): void {
  if (cache !== undefined && !cache.access(offset)) {
    counters.chargeCacheMiss();
  }
}

/**
 * What stands between a hart and a physical address: physical memory protection and a cache, where the machine has them, and
 * other harts' reservations. And how a walk comes to the entries of a page table, which are accesses of S-mode's whoever asked
 * for the translation. Privileged specification 1.12, section 3.7.2 (PMP and paging); unprivileged specification 20191213,
 * section 8.2 (reservations).
 */
import type { MemoryUser } from './memory-user.js';
import { Access } from './sv32.js';

/** May these bytes be accessed so? */
export function isAllowed(
  { pmp }: MemoryUser,
  address: number,
  bytes: number,
  access: Access,
  machineMode: boolean,
): boolean {
  return pmp === undefined || pmp.allows(address, bytes, access, machineMode);
}

/** Is the answer the same for all of the page around `address`? Only then may a TLB remember it. */
export function isUniform({ pmp }: MemoryUser, address: number): boolean {
  return pmp === undefined || pmp.isUniform(address);
}

/**
 * For a walk: where the entry is; undefined where it may not be accessed. A store, which marks the entry as accessed or dirty,
 * breaks reservations as any other.
 */
export function locateEntry(hart: MemoryUser, entry: number, access: Access): number | undefined {
  const allowed = isAllowed(hart, entry, 4, access, false);
  if (allowed && access === Access.Store && hart.peersReserve) {
    breakReservations(hart, entry);
  }
  return allowed ? entry : undefined;
}

/** The word at `physical` was stored to by this hart: the others' reservations for it are gone. */
export function breakReservations(hart: MemoryUser, physical: number): void {
  for (const peer of hart.peers) {
    if (peer.reservation === physical - (physical % 4)) {
      peer.clearReservation();
    }
  }
}

/** The hart accesses RAM at this offset: the cache, where there is one, says whether that takes long. */
export function touch({ cache, counters }: MemoryUser, offset: number): void {
  if (cache !== undefined && !cache.access(offset)) {
    counters.chargeCacheMiss();
  }
}

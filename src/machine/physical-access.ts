/**
 * What stands between a hart and a physical address: physical memory protection, where the machine has it. And how a walk
 * comes to the entries of a page table, which are accesses of S-mode's whoever asked for the translation.
 * Privileged specification 1.12, section 3.7.2 (PMP and paging).
 */
import type { Hart } from './hart.js';
import { Access } from './sv32.js';

/** May these bytes be accessed so? */
export function isAllowed(
  { pmp }: Hart,
  address: number,
  bytes: number,
  access: Access,
  machineMode: boolean,
): boolean {
  return pmp === undefined || pmp.allows(address, bytes, access, machineMode);
}

/** Is the answer the same for all of the page around `address`? Only then may a TLB remember it. */
export function isUniform({ pmp }: Hart, address: number): boolean {
  return pmp === undefined || pmp.isUniform(address);
}

/**
 * For a walk: where the entry is; undefined where it may not be accessed. A store, which marks the entry as accessed or dirty,
 * breaks reservations as any other.
 */
export function locateEntry(hart: Hart, entry: number, access: Access): number | undefined {
  const allowed = isAllowed(hart, entry, 4, access, false);
  if (allowed && access === Access.Store && hart.peersReserve) {
    hart.breakPeersReservations(entry);
  }
  return allowed ? entry : undefined;
}

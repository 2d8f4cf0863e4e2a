/**
 * Which entries of the guest's own page tables decide about an address: the VMM's own walk, without any check of rights.
 * Privileged specification 1.12, section 4.3.2.
 *
 * The VMM forgets a shadow entry when one of these has changed. It does not ask the shadow part for them: a part may read entries
 * in any order, twice, or others beside them.
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
  SATP_MODE_SV32,
  SATP_PPN,
} from '../../machine/index.js';
import type { GuestMemory } from '../vm/index.js';

/** An entry with V and none of these points to a table. */
const NO_POINTER = PTE_R | PTE_W | PTE_X | PTE_U | PTE_A | PTE_D;

/** Their machine addresses, the root's first. None without paging, and where the tables lead to no memory. */
export function walkedEntries(memory: GuestMemory, satp: number, address: number): number[] {
  const entries: number[] = [];
  if ((satp & SATP_MODE_SV32) === 0) {
    return entries;
  }
  let table = satp & SATP_PPN;
  for (let level = 1; level >= 0; level -= 1) {
    const place = table * PAGE_BYTES + 4 * ((address >>> (12 + 10 * level)) & 0x3ff); // 34 bits
    if (!memory.contains(place, 4)) {
      break;
    }
    entries.push(memory.machineAddressOf(place));
    const entry = memory.readWord(place);
    if ((entry & PTE_V) === 0 || (entry & NO_POINTER) !== 0) {
      break;
    }
    table = entry >>> PTE_PPN_SHIFT;
  }
  return entries;
}

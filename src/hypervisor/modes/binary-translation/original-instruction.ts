/** The instruction at the guest's pc, as it stands in the guest's own memory. */
import { PAGE_BYTES, isCompressed } from '../../../machine/index.js';
import { fillShadow, translate, type DeprivilegedGuest } from '../deprivileged/index.js';

/**
 * Its word, or its 16 bits if it is compressed. Undefined: the guest may not fetch all of it, and has got its fault. The guest's own tables
 * are walked, because the hart may have fetched another instruction, or only a part of this one.
 */
export function originalInstruction(guest: DeprivilegedGuest): number | undefined {
  const { pc } = guest.vcpu;
  const low = originalHalf(guest, pc);
  if (low === undefined || isCompressed(low)) {
    return low;
  }
  const high = originalHalf(guest, (pc + 2) >>> 0);
  return high === undefined ? undefined : ((high << 16) | low) >>> 0;
}

function originalHalf(guest: DeprivilegedGuest, address: number): number | undefined {
  const fetch = { name: 'page fault', kind: 'fetch', address } as const;
  const translation = translate(guest, fetch);
  if (translation.kind !== 'map') {
    fillShadow(guest, fetch); // gives the guest its fault
    return undefined;
  }
  return guest.services.machine.memory.read16(translation.frame * PAGE_BYTES + (address % PAGE_BYTES));
}

/** The instruction at the guest's pc, as it stands in the guest's own memory. */
import { PAGE_BYTES, isCompressed } from '../../../machine/index.js';
import { askShadow, fillShadow, type DeprivilegedGuest } from '../deprivileged/index.js';

/**
 * Its word, or its 16 bits if it is compressed. Undefined: the guest may not fetch all of it, and has got its fault. The guest's own tables
 * are walked, because the hart may have fetched another instruction, or only a part of this one.
 */
export function originalInstruction(guest: DeprivilegedGuest): number | undefined {
  return wordAt(guest, guest.vcpu.pc, (address) => fillShadow(guest, fetchOf(address)));
}

/** As the other, at any address, for those who only look: the guest gets no fault. */
export function wordAt(
  guest: DeprivilegedGuest,
  pc: number,
  refused: (address: number) => void = () => undefined,
): number | undefined {
  const low = halfAt(guest, pc, refused);
  if (low === undefined || isCompressed(low)) {
    return low;
  }
  const high = halfAt(guest, (pc + 2) >>> 0, refused);
  return high === undefined ? undefined : ((high << 16) | low) >>> 0;
}

function halfAt(
  guest: DeprivilegedGuest,
  address: number,
  refused: (address: number) => void,
): number | undefined {
  const translation = askShadow(guest, fetchOf(address));
  if (translation.kind !== 'map') {
    refused(address);
    return undefined;
  }
  return guest.services.machine.memory.read16(translation.frame * PAGE_BYTES + (address % PAGE_BYTES));
}

const fetchOf = (address: number) => ({ name: 'page fault', kind: 'fetch', address }) as const;

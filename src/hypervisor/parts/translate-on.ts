/**
 * One call of the shadow part: what it may see of the guest and its memory, and the check of what it returns. The VMM and the
 * checks of exercise 11 call it through here, so that the same rules hold in both.
 */
import type { GuestAccess, MmuFacade, ShadowPart, Translation } from '../sockets/index.js';
import { checkedTranslation } from './checked-parts.js';
import { bits, integer } from './numbers.js';

/**
 * Lets `shadow` translate one access of the guest that `mmu` describes. The part may map only a frame that it was told of in this
 * call: so no other VM's frame can be reached, whatever it returns.
 * @throws PartError when what it returns is not a translation
 */
export function translateOn(shadow: ShadowPart, { address, kind }: GuestAccess, mmu: MmuFacade): Translation {
  const told = new Set<number>();
  const lent = lend(mmu, told);
  return checkedTranslation(shadow(Object.freeze({ address, kind }), lent), (frame) => told.has(frame));
}

/** The same facade with every number checked that the part passes. `told` gets the frames that it is told of. */
function lend({ mode, satp, sum, mxr, ...memory }: MmuFacade, told: Set<number>): MmuFacade {
  return Object.freeze({
    mode,
    satp,
    sum,
    mxr,
    frameOf(guestFrame: number) {
      const frame = memory.frameOf(integer('guestFrame', guestFrame));
      if (frame !== undefined) {
        told.add(frame);
      }
      return frame;
    },
    isDevice: (address: number) => memory.isDevice(integer('address', address)),
    readEntry: (address: number) => memory.readEntry(integer('address', address)),
    writeEntry: (address: number, entry: number) =>
      memory.writeEntry(integer('address', address), bits('entry', entry)),
  });
}

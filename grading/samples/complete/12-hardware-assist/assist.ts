/** The reference for exercise 12: all that the guest can handle is delegated, and the G-stage table is filled with the largest pages. */
import type { AssistPart, GStageFacade } from '../../src/hypervisor/index.js';
import {
  Cause,
  HSTATUS_VTW,
  PAGE_BYTES,
  PTE_A,
  PTE_D,
  PTE_PPN_SHIFT,
  PTE_R,
  PTE_U,
  PTE_V,
  PTE_W,
  PTE_X,
  VS_INTERRUPTS,
} from '../../src/machine/index.js';

/** U, because the G-stage treats each access as one of U-mode. A and D, so that the hardware never writes to the table. */
const LEAF = PTE_V | PTE_R | PTE_W | PTE_X | PTE_U | PTE_A | PTE_D;
const TABLE_ENTRIES = 1024;

const delegated = [
  Cause.InstructionMisaligned,
  Cause.IllegalInstruction,
  Cause.Breakpoint,
  Cause.LoadMisaligned,
  Cause.StoreMisaligned,
  Cause.EcallFromU,
  Cause.InstructionPageFault,
  Cause.LoadPageFault,
  Cause.StorePageFault,
];

export const assist: AssistPart = {
  controls: () => ({
    hedeleg: delegated.reduce<number>((bits, cause) => bits | (1 << cause), 0),
    hideleg: VS_INTERRUPTS,
    // Time: htimedelta makes it the guest's. The others count what the whole hart does.
    hcounteren: 0b010,
    // The guest may change satp, fence and return. But when it waits, others want the hart.
    hstatus: HSTATUS_VTW,
  }),

  fill({ address, kind, byWalk }, gStage) {
    const guestFrame = Math.floor(address / PAGE_BYTES);
    const frame = gStage.frameOf(guestFrame);
    if (frame === undefined) {
      const reached = !byWalk && kind !== 'fetch' && gStage.isDevice(address);
      return { kind: reached ? 'device' : 'access fault' };
    }
    const rootEntry = gStage.root * PAGE_BYTES + 4 * Math.floor(guestFrame / TABLE_ENTRIES);
    const first = superpage(guestFrame, gStage);
    if (first !== undefined) {
      gStage.writeEntry(rootEntry, (first << PTE_PPN_SHIFT) | LEAF);
      return { kind: 'mapped' };
    }
    let pointer = gStage.readEntry(rootEntry);
    if ((pointer & PTE_V) === 0) {
      pointer = (gStage.newTable() << PTE_PPN_SHIFT) | PTE_V;
      gStage.writeEntry(rootEntry, pointer);
    }
    const table = pointer >>> PTE_PPN_SHIFT;
    const entry = table * PAGE_BYTES + 4 * (guestFrame % TABLE_ENTRIES);
    gStage.writeEntry(entry, (frame << PTE_PPN_SHIFT) | LEAF);
    return { kind: 'mapped' };
  },
};

/** The first of 1024 machine frames that lie side by side, aligned, behind the guest frames of this superpage; undefined if they do not. */
function superpage(guestFrame: number, gStage: GStageFacade): number | undefined {
  const firstGuestFrame = guestFrame - (guestFrame % TABLE_ENTRIES);
  const first = gStage.frameOf(firstGuestFrame);
  if (first === undefined || first % TABLE_ENTRIES !== 0) {
    return undefined;
  }
  for (let part = 1; part < TABLE_ENTRIES; part += 1) {
    if (gStage.frameOf(firstGuestFrame + part) !== first + part) {
      return undefined;
    }
  }
  return first;
}

/** Exercise 12, begun: one table for each 4 MiB, and some delegation; superpages, long addresses and page faults are still to come. */
import type { AssistPart } from '../../src/hypervisor/index.js';
import { Cause, HSTATUS_VTW, PTE_PPN_SHIFT, PTE_V, VS_INTERRUPTS } from '../../src/machine/index.js';

export const assist: AssistPart = {
  controls: () => ({
    hedeleg: (1 << Cause.IllegalInstruction) | (1 << Cause.EcallFromU),
    hideleg: VS_INTERRUPTS,
    hcounteren: 0b010,
    hstatus: HSTATUS_VTW,
  }),

  fill: ({ address, kind, byWalk }, gStage) => {
    const frame = gStage.frameOf(address >>> 12);
    if (frame === undefined) {
      return { kind: !byWalk && kind !== 'fetch' && gStage.isDevice(address) ? 'device' : 'access fault' };
    }
    const place = gStage.root * 4096 + 4 * (address >>> 22);
    if (gStage.readEntry(place) === 0) {
      gStage.writeEntry(place, (gStage.newTable() << PTE_PPN_SHIFT) | PTE_V);
    }
    const table = gStage.readEntry(place) >>> PTE_PPN_SHIFT;
    gStage.writeEntry(table * 4096 + 4 * ((address >>> 12) & 0x3ff), (frame << PTE_PPN_SHIFT) | 0xdf);
    return { kind: 'mapped' };
  },
};

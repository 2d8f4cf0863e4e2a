/** Exercise 11, begun: two levels of tables and their rights; superpages, the mode, A and D are still to come. */
import { PTE_PPN_SHIFT, PTE_R, PTE_V, PTE_W, PTE_X, SATP_MODE_SV32, SATP_PPN } from '../../src/machine/index.js';
import type { ShadowPart } from '../../src/hypervisor/index.js';

export const shadow: ShadowPart = ({ address, kind }, mmu) => {
  const found = (guestFrame: number, read: boolean, write: boolean, execute: boolean) => {
    const frame = mmu.frameOf(guestFrame);
    return frame === undefined
      ? ({ kind: 'access fault' } as const)
      : ({ kind: 'map', frame, read, write, execute } as const);
  };
  if ((mmu.satp & SATP_MODE_SV32) === 0) return found(address >>> 12, true, true, true);

  let table = mmu.satp & SATP_PPN;
  for (const index of [address >>> 22, (address >>> 12) & 1023]) {
    if (mmu.frameOf(table) === undefined) return { kind: 'access fault' };
    const entry = mmu.readEntry(table * 4096 + index * 4);
    if (!(entry & PTE_V)) return { kind: 'page fault' };
    table = entry >>> PTE_PPN_SHIFT;
    if (entry & (PTE_R | PTE_X)) {
      const needed = { fetch: PTE_X, load: PTE_R, store: PTE_W }[kind];
      if (!(entry & needed)) return { kind: 'page fault' };
      return found(table, (entry & PTE_R) !== 0, (entry & PTE_W) !== 0, (entry & PTE_X) !== 0);
    }
  }
  return { kind: 'page fault' };
};

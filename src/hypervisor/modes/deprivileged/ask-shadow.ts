/** Asks the shadow part (exercise 11) where an access of the guest leads, and lets it mark the guest's entries. */
import { Csr, PTE_A, PTE_D, SSTATUS_MXR, SSTATUS_SUM } from '../../../machine/index.js';
import { translateOn } from '../../parts/index.js';
import type { GuestAccess, MmuFacade, Translation } from '../../sockets/index.js';
import type { GuestOnVcpu } from '../common/index.js';

/** What the VMM itself writes into the guest's entries. */
const MARKS = PTE_A | PTE_D;

/** What the shadow part says. */
export function askShadow({ vm, vcpu, services }: GuestOnVcpu, { address, kind }: GuestAccess): Translation {
  const { memory, devices } = vm;
  const sstatus = vcpu.readCsr(Csr.sstatus);
  let unmarked = false;
  const mmu: MmuFacade = {
    mode: vcpu.mode,
    satp: vcpu.readCsr(Csr.satp),
    sum: (sstatus & SSTATUS_SUM) !== 0,
    mxr: (sstatus & SSTATUS_MXR) !== 0,
    frameOf: (guestFrame) => memory.frameOf(guestFrame),
    isDevice: (at) => devices.answersAt(at),
    readEntry: (at) => memory.readWord(at),
    writeEntry(at, entry) {
      if (services.accessedDirty === 'trap') {
        unmarked = true;
      } else if (((memory.readWord(at) ^ entry) & ~MARKS) === 0) {
        memory.markEntry(at, entry);
      } else {
        memory.writeWord(at, entry); // a wrong part has changed more than the marks: the guest's tables are not what they were
      }
    },
  };
  const translation = translateOn(services.parts.shadow, { address, kind }, mmu);
  return unmarked ? { kind: 'page fault' } : translation;
}

/**
 * The reference: walks the guest's page table for one access, as the hardware would (privileged specification 1.12, section
 * 4.3.2), and composes the result with the VMM's frame map.
 */
import {
  Mode,
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
} from '../../src/machine/index.js';
import type { GuestAccess, MmuFacade, ShadowPart, Translation } from '../../src/hypervisor/index.js';

/** An entry with none of these bits points to the next level. */
const NO_POINTER = PTE_R | PTE_W | PTE_X | PTE_U | PTE_A | PTE_D;

export const shadow: ShadowPart = (access, mmu) => {
  if ((mmu.satp & SATP_MODE_SV32) === 0) {
    const everything = { read: true, write: true, execute: true };
    return target(access, mmu, access.address, everything);
  }
  return walk(access, mmu);
};

function walk(access: GuestAccess, mmu: MmuFacade): Translation {
  let table = mmu.satp & SATP_PPN;
  for (let level = 1; level >= 0; level--) {
    const index = (access.address >>> (12 + 10 * level)) & 0x3ff;
    const entryAddress = table * PAGE_BYTES + index * 4;
    if (mmu.frameOf(table) === undefined) {
      return { kind: 'access fault' };
    }
    const entry = mmu.readEntry(entryAddress);
    if (!(entry & PTE_V)) {
      return { kind: 'page fault' };
    }
    const frame = entry >>> PTE_PPN_SHIFT;
    if (!(entry & NO_POINTER)) {
      table = frame; // a pointer to the next level
      continue;
    }
    const inSuperpage = level === 1 ? 0x3ff : 0;
    if (!allows(entry, access, mmu) || frame & inSuperpage) {
      return { kind: 'page fault' };
    }

    const marked = entry | PTE_A | (access.kind === 'store' ? PTE_D : 0);
    if (marked !== (entry | 0)) {
      mmu.writeEntry(entryAddress, marked >>> 0);
    }

    const guestFrame = frame | ((access.address >>> 12) & inSuperpage);
    return target(access, mmu, guestFrame * PAGE_BYTES + (access.address & 0xfff), {
      read: allows(entry, { ...access, kind: 'load' }, mmu),
      // Not writable until it is dirty: the first store must fault, so that it is marked here.
      write: Boolean(marked & PTE_D) && allows(entry, { ...access, kind: 'store' }, mmu),
      execute: allows(entry, { ...access, kind: 'fetch' }, mmu),
    });
  }
  return { kind: 'page fault' }; // a pointer at the last level, where only a page can be
}

function allows(entry: number, access: GuestAccess, mmu: MmuFacade): boolean {
  if ((entry & (PTE_R | PTE_W)) === PTE_W) {
    return false; // reserved
  }
  const supervisor = mmu.mode === Mode.Supervisor;
  const userPage = Boolean(entry & PTE_U);
  if (!supervisor && !userPage) {
    return false;
  }
  if (supervisor && userPage && (access.kind === 'fetch' || !mmu.sum)) {
    return false;
  }
  if (access.kind === 'fetch') {
    return Boolean(entry & PTE_X);
  }
  if (access.kind === 'store') {
    return Boolean(entry & PTE_W);
  }
  return Boolean(entry & (mmu.mxr ? PTE_R | PTE_X : PTE_R));
}

type Rights = { readonly read: boolean; readonly write: boolean; readonly execute: boolean };

/** What is at a guest-physical address. It has 34 bits: no 32-bit operators here. */
function target(access: GuestAccess, mmu: MmuFacade, address: number, rights: Rights): Translation {
  const frame = mmu.frameOf(Math.floor(address / PAGE_BYTES));
  if (frame !== undefined) {
    return { kind: 'map', frame, ...rights };
  }
  const device = access.kind !== 'fetch' && mmu.isDevice(address);
  return device ? { kind: 'device', address } : { kind: 'access fault' };
}

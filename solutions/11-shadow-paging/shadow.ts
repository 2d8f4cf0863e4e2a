/**
 * The reference: one access through the guest's page table, as the hardware would walk it (privileged specification 1.12,
 * section 4.3.2), composed with the VMM's frame map.
 */
import type { GuestAccess, MmuFacade, ShadowPart, Translation } from '../../src/hypervisor/index.js';

const [V, R, W, X, U, A, D] = [1, 2, 4, 8, 16, 64, 128];
const PAGE_BYTES = 4096;

export const shadow: ShadowPart = (access, mmu) => {
  if (mmu.satp >>> 31 === 0) {
    const everything = { read: true, write: true, execute: true };
    return target(access, mmu, access.address, everything);
  }
  return walk(access, mmu);
};

function walk(access: GuestAccess, mmu: MmuFacade): Translation {
  let table = mmu.satp & 0x3f_ffff;
  for (let level = 1; level >= 0; level--) {
    const index = (access.address >>> (12 + 10 * level)) & 0x3ff;
    const entryAddress = table * PAGE_BYTES + index * 4;
    if (mmu.frameOf(table) === undefined) {
      return { kind: 'access fault' };
    }
    const entry = mmu.readEntry(entryAddress);
    if (!(entry & V)) {
      return { kind: 'page fault' };
    }
    const frame = entry >>> 10;
    if (!(entry & (R | W | X | U | A | D))) {
      table = frame; // a pointer to the next level
      continue;
    }
    const inSuperpage = level === 1 ? 0x3ff : 0;
    if (!allows(entry, access, mmu) || frame & inSuperpage) {
      return { kind: 'page fault' };
    }

    const marked = entry | A | (access.kind === 'store' ? D : 0);
    if (marked !== (entry | 0)) {
      mmu.writeEntry(entryAddress, marked >>> 0);
    }

    const guestFrame = frame | ((access.address >>> 12) & inSuperpage);
    return target(access, mmu, guestFrame * PAGE_BYTES + (access.address & 0xfff), {
      read: allows(entry, { ...access, kind: 'load' }, mmu),
      // Read-only until it is dirty: the first store must come here to mark it.
      write: Boolean(marked & D) && allows(entry, { ...access, kind: 'store' }, mmu),
      execute: allows(entry, { ...access, kind: 'fetch' }, mmu),
    });
  }
  return { kind: 'page fault' }; // a pointer where only a page can be
}

function allows(entry: number, access: GuestAccess, mmu: MmuFacade): boolean {
  if ((entry & (R | W)) === W || !(entry & (R | X))) {
    return false;
  } // reserved
  const supervisor = mmu.mode === 1;
  const userPage = Boolean(entry & U);
  if (!supervisor && !userPage) {
    return false;
  }
  if (supervisor && userPage && (access.kind === 'fetch' || !mmu.sum)) {
    return false;
  }
  if (access.kind === 'fetch') {
    return Boolean(entry & X);
  }
  if (access.kind === 'store') {
    return Boolean(entry & W);
  }
  return Boolean(entry & (mmu.mxr ? R | X : R));
}

type Rights = { readonly read: boolean; readonly write: boolean; readonly execute: boolean };

/** What is at a guest-physical address: a number of 34 bits, so no 32-bit operators here. */
function target(access: GuestAccess, mmu: MmuFacade, address: number, rights: Rights): Translation {
  const frame = mmu.frameOf(Math.floor(address / PAGE_BYTES));
  if (frame !== undefined) {
    return { kind: 'map', frame, ...rights };
  }
  const device = access.kind !== 'fetch' && mmu.isDevice(address);
  return device ? { kind: 'device', address } : { kind: 'access fault' };
}

// What each leaf allows is computed once, for all flags and all kinds of guests, in a typed array; the walk is a generator of entries.
import type { GuestAccess, MmuFacade, ShadowPart, Translation } from '../../src/hypervisor/index.js';

const [V, R, W, X, U, A, D] = [1, 2, 4, 8, 16, 64, 128] as const;
const bit = { load: 1, store: 2, fetch: 4 } as const;

/** By mode, SUM, MXR and the low eight bits of an entry: which kinds of access a leaf allows. */
const rights = new Uint8Array(8 * 256);
for (let guest = 0; guest < 8; guest++) {
  const [kernel, sum, mxr] = [(guest & 4) !== 0, (guest & 2) !== 0, (guest & 1) !== 0];
  for (let flags = 0; flags < 256; flags++) {
    let allowed = 0;
    if ((flags & (V | R)) === (V | R) || (flags & (V | W | X)) === (V | X)) {
      allowed = (flags & R ? bit.load : 0) | (flags & W ? bit.store : 0) | (flags & X ? bit.fetch : 0);
      if (mxr && flags & X) {
        allowed |= bit.load;
      }
    }
    const user = (flags & U) !== 0;
    if (kernel && user) {
      allowed &= sum ? bit.load | bit.store : 0;
    } else if (!kernel && !user) {
      allowed = 0;
    }
    rights[guest * 256 + flags] = allowed;
  }
}

interface Found {
  readonly at: number;
  readonly entry: number;
}

/** The entries that the walk meets, root first; nothing where there is no memory. */
function* entries({ address }: GuestAccess, mmu: MmuFacade): Generator<Found | undefined, void> {
  let table = mmu.satp % 0x40_0000;
  for (const index of [Math.floor(address / 0x40_0000), Math.floor(address / 4096) % 1024]) {
    if (mmu.frameOf(table) === undefined) {
      yield undefined;
      return;
    }
    const at = table * 4096 + index * 4;
    const entry = mmu.readEntry(at);
    yield { at, entry };
    table = Math.floor(entry / 1024);
  }
}

export const shadow: ShadowPart = (access, mmu) => {
  if (mmu.satp < 0x8000_0000) {
    return place(access, mmu, access.address, 7);
  }
  let superpage = true;
  for (const found of entries(access, mmu)) {
    if (found === undefined) {
      return { kind: 'access fault' };
    }
    const { at, entry } = found;
    if (superpage && (entry & (V | R | W | X | U | A | D)) === V) {
      superpage = false;
      continue;
    }
    const guest = (mmu.mode === 1 ? 4 : 0) + (mmu.sum ? 2 : 0) + (mmu.mxr ? 1 : 0);
    const allowed = rights[guest * 256 + (entry & 255)]!;
    const ppn = Math.floor(entry / 1024);
    if ((allowed & bit[access.kind]) === 0 || (superpage && ppn % 1024 !== 0)) {
      return { kind: 'page fault' };
    }
    const wanted = (entry | A | (access.kind === 'store' ? D : 0)) >>> 0;
    if (wanted !== entry) {
      mmu.writeEntry(at, wanted);
    }
    const size = superpage ? 0x40_0000 : 4096;
    const now = wanted & D ? allowed : allowed & ~bit.store;
    return place(access, mmu, ppn * 4096 + (access.address % size), now);
  }
  return { kind: 'page fault' };
};

function place({ kind }: GuestAccess, mmu: MmuFacade, physical: number, allowed: number): Translation {
  const frame = mmu.frameOf(Math.floor(physical / 4096));
  if (frame === undefined) {
    const device = kind !== 'fetch' && mmu.isDevice(physical);
    return device ? { kind: 'device', address: physical } : { kind: 'access fault' };
  }
  return {
    kind: 'map',
    frame,
    read: (allowed & bit.load) !== 0,
    write: (allowed & bit.store) !== 0,
    execute: (allowed & bit.fetch) !== 0,
  };
}

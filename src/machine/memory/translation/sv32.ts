/**
 * Sv32: the page-table walk, which translates a virtual address to a 34-bit physical address.
 * Privileged specification 1.12, section 4.3.
 *
 *   virtual address     31    22 21    12 11     0
 *                       VPN[1]   VPN[0]   offset
 *
 *   page-table entry    31    20 19    10 9 8 7 6 5 4 3 2 1 0
 *                       PPN[1]   PPN[0]   RSW D A G U X W R V
 *
 * A physical page number has 22 bits, so a physical address has 34. It does not fit into 32-bit arithmetic (`|`, `<<`): use
 * `+` and `*` for it.
 */
import { MSTATUS_MXR, MSTATUS_SUM, SATP_PPN } from '../../isa/index.js';
import { type Memory, PAGE_BYTES } from '../physical/index.js';

// The flags of an entry: what each one allows, or says.
export const PTE_V = 1 << 0; // valid
export const PTE_R = 1 << 1; // loads
export const PTE_W = 1 << 2; // stores
export const PTE_X = 1 << 3; // fetches
export const PTE_U = 1 << 4; // a page of user mode; otherwise a page of supervisor mode
export const PTE_G = 1 << 5; // global: mapped in every address space
export const PTE_A = 1 << 6; // accessed
export const PTE_D = 1 << 7; // dirty: was written

/** Where the physical page number begins in an entry. */
export const PTE_PPN_SHIFT = 10;

const LEVELS = 2;
const INDEX_BITS = 10;
const ENTRY_BYTES = 4;

/** What an access is for. An AMO counts as a store. */
export const Access = { Fetch: 0, Load: 1, Store: 2 } as const;
export type Access = (typeof Access)[keyof typeof Access];

/** The result of a page-table walk. */
export interface Walk {
  /** `page fault`: the table forbids the access. `access fault`: an entry could not be read or written. */
  readonly outcome: 'ok' | 'page fault' | 'access fault';
  /** The physical page number, if the outcome is ok. */
  readonly frame: number;
  /** Would a store be allowed too, without a change of the entry? */
  readonly writable: boolean;
}

export interface TableEntry {
  /** The physical address of the entry. */
  readonly address: number;
  readonly value: number;
}

/**
 * Walks the table that `satp` names, for the virtual `address` of 32 bits. Sets the accessed and dirty bits in the entry, as
 * hardware may do. `supervisor`: is the access made by S-mode, or by U-mode? `status` holds SUM and MXR at the places where
 * mstatus has them.
 */
export function walk(
  memory: Memory,
  satp: number,
  address: number,
  access: Access,
  supervisor: boolean,
  status: number,
): Walk {
  return walkTable({
    memory,
    root: satp & SATP_PPN,
    address: address >>> 0,
    access,
    supervisor,
    status,
    locate: (entry) => entry,
  });
}

export interface TableWalk {
  readonly memory: Memory;
  /** The page number of the root table. */
  readonly root: number;
  /** Number of index bits of the root table: 10, or 12 if addresses have 34 bits (Sv32x4). */
  readonly rootIndexBits?: number;
  /** Unsigned. */
  readonly address: number;
  readonly access: Access;
  readonly supervisor: boolean;
  readonly status: number;
  /** For HLVX: a load needs the permission to execute instead of the permission to read. */
  readonly executeToLoad?: boolean;
  /** Is a missing accessed or dirty bit set, or is it a page fault? Section 4.3.1 allows both. Default: it is set. */
  readonly accessedDirty?: 'hardware' | 'trap';
  /** For a trace: the walk appends each entry that it reads, root first. */
  readonly entries?: TableEntry[] | undefined;
  /** Returns the physical address of the entry at `entry`; undefined if this access to it is not allowed. */
  readonly locate: (entry: number, access: Access) => number | undefined;
}

/** Walks any table of this format: Sv32 or Sv32x4. */
export function walkTable(request: TableWalk): Walk {
  const { memory, address, access, supervisor, status, entries, locate } = request;
  const page = Math.floor(address / PAGE_BYTES);
  let table = request.root;
  for (let level = LEVELS - 1; level >= 0; level -= 1) {
    const bits = level === LEVELS - 1 ? (request.rootIndexBits ?? INDEX_BITS) : INDEX_BITS;
    const index = (page >>> (level * INDEX_BITS)) & (2 ** bits - 1);
    const entryAddress = table * PAGE_BYTES + index * ENTRY_BYTES;
    const location = locate(entryAddress, Access.Load);
    if (location === undefined || !memory.contains(location, ENTRY_BYTES)) {
      return fault('access fault');
    }
    const entry = memory.words[(location - memory.base) >> 2]!;
    entries?.push({ address: location, value: entry >>> 0 });
    if ((entry & PTE_V) === 0) {
      return fault('page fault');
    }
    if ((entry & (PTE_R | PTE_W | PTE_X)) === 0 && (entry & (PTE_D | PTE_A | PTE_U)) === 0) {
      table = entry >>> PTE_PPN_SHIFT; // a pointer to the next level
      continue;
    }
    const superpageMask = 2 ** (level * INDEX_BITS) - 1;
    const frame = entry >>> PTE_PPN_SHIFT;
    const needed = request.executeToLoad === true && access === Access.Load ? PTE_X : undefined;
    if (!allows(entry, access, supervisor, status, needed) || (frame & superpageMask) !== 0) {
      return fault('page fault');
    }
    const marked = entry | PTE_A | (access === Access.Store ? PTE_D : 0);
    if (marked !== entry) {
      if (request.accessedDirty === 'trap') {
        return fault('page fault');
      }
      if (locate(entryAddress, Access.Store) === undefined) {
        return fault('access fault');
      }
      memory.write32(location, marked);
    }
    const writable = (marked & PTE_D) !== 0 && (marked & PTE_W) !== 0;
    return { outcome: 'ok', frame: frame | (page & superpageMask), writable };
  }
  return fault('page fault'); // the last level holds a pointer, where only a leaf is valid
}

/** A walk that ended without a frame. */
function fault(outcome: Walk['outcome']): Walk {
  return { outcome, frame: 0, writable: false };
}

/** Does a leaf entry allow the access? A reserved encoding allows nothing. */
function allows(
  entry: number,
  access: Access,
  supervisor: boolean,
  status: number,
  needed?: number,
): boolean {
  if ((entry & (PTE_R | PTE_W)) === PTE_W || (entry & (PTE_R | PTE_X)) === 0) {
    return false; // reserved: writable but not readable, or a pointer with leaf bits
  }
  const userPage = (entry & PTE_U) !== 0;
  if (supervisor && userPage && (access === Access.Fetch || (status & MSTATUS_SUM) === 0)) {
    return false;
  }
  if (!supervisor && !userPage) {
    return false;
  }
  if (needed !== undefined) {
    return (entry & needed) !== 0;
  }
  switch (access) {
    case Access.Fetch:
      return (entry & PTE_X) !== 0;
    case Access.Load:
      return (entry & (status & MSTATUS_MXR ? PTE_R | PTE_X : PTE_R)) !== 0;
    case Access.Store:
      return (entry & PTE_W) !== 0;
  }
}

/**
 * Two-stage translation: the guest's table (VS-stage, Sv32) yields a guest-physical address, and the hypervisor's
 * (G-stage, Sv32x4) a physical one; also the entries of the guest's own table lie at guest-physical addresses.
 * Privileged specification 1.12, sections 8.5.1 (guest physical addresses) and 8.6.3 (htinst of implicit accesses).
 */
import { Csr, MSTATUS_MXR, SATP_MODE_SV32, SATP_PPN } from '../isa/csrs.js';
import type { Hart } from '../hart/hart.js';
import { PAGE_BYTES } from './memory-map.js';
import { locateEntry } from './physical-access.js';
import { Access, walkTable, type TableEntry, type Walk } from './sv32.js';

/** In htinst: the fault was met while an entry of the guest's table was read, or written for its accessed and dirty bits. */
const READ_OF_ENTRY = 0x2000;
const WRITE_OF_ENTRY = 0x2020;

const ROOT_INDEX_BITS = 12; // Sv32x4: guest-physical addresses have 34 bits

export interface GuestWalk extends Omit<Walk, 'outcome'> {
  readonly outcome: Walk['outcome'] | 'guest page fault';
  /** Of a guest page fault: the guest-physical address, and what htinst says. */
  readonly guestAddress: number;
  readonly instruction: number;
}

/** Translates a guest's virtual address. With `execute` a load needs the permission to execute instead (HLVX). */
export function walkTwoStages(
  hart: Hart,
  address: number,
  access: Access,
  supervisor: boolean,
  execute: boolean,
): GuestWalk {
  const { values } = hart.csr;
  const entries: TableEntry[] = [];
  // MXR of HS-mode counts at both stages; and for the reads of entries too, which are "as though for a load" in version 1.12
  // (section 8.5.1). Later versions narrow MXR to explicit loads.
  const outerStatus = values[Csr.mstatus]! & MSTATUS_MXR;
  const fault = (outcome: GuestWalk['outcome'], guestAddress = 0, instruction = 0): GuestWalk => ({
    outcome,
    frame: 0,
    writable: false,
    entries,
    guestAddress,
    instruction,
  });
  const second = (guestAddress: number, kind: Access, asCode = false): Walk =>
    walkSecondStage(hart, guestAddress, kind, outerStatus, asCode, entries);

  // The walk of the guest's table only learns that an entry was out of reach; why is kept here.
  let failed: GuestWalk | undefined;
  const locateGuestEntry = (guestAddress: number, kind: Access): number | undefined => {
    const found = second(guestAddress, kind);
    if (found.outcome === 'ok') {
      return locateEntry(hart, found.frame * PAGE_BYTES + (guestAddress % PAGE_BYTES), kind);
    }
    const instruction = kind === Access.Store ? WRITE_OF_ENTRY : READ_OF_ENTRY;
    failed =
      found.outcome === 'page fault'
        ? fault('guest page fault', guestAddress, instruction)
        : fault('access fault');
    return undefined;
  };

  let first: Walk = {
    outcome: 'ok',
    frame: Math.floor((address >>> 0) / PAGE_BYTES),
    writable: true,
    entries,
  };
  const satp = values[Csr.vsatp]!;
  if ((satp & SATP_MODE_SV32) !== 0) {
    first = walkTable({
      memory: hart.memory,
      root: satp & SATP_PPN,
      address: address >>> 0,
      access,
      supervisor,
      status: values[Csr.vsstatus]! | outerStatus,
      executeToLoad: execute,
      accessedDirty: hart.accessedDirty,
      entries,
      locate: locateGuestEntry,
    });
  }
  if (failed !== undefined) {
    return failed;
  }
  if (first.outcome !== 'ok') {
    return fault(first.outcome);
  }
  const guestAddress = first.frame * PAGE_BYTES + (address & (PAGE_BYTES - 1));
  const last = second(guestAddress, access, execute);
  if (last.outcome !== 'ok') {
    return last.outcome === 'page fault' ? fault('guest page fault', guestAddress) : fault('access fault');
  }
  const writable = first.writable && last.writable;
  return { outcome: 'ok', frame: last.frame, writable, entries, guestAddress, instruction: 0 };
}

/** Every access counts as a user's here, and its pages must be marked so. */
function walkSecondStage(
  hart: Hart,
  guestAddress: number,
  access: Access,
  status: number,
  execute: boolean,
  entries: TableEntry[],
): Walk {
  const hgatp = hart.csr.values[Csr.hgatp]!;
  if ((hgatp & SATP_MODE_SV32) === 0) {
    return { outcome: 'ok', frame: Math.floor(guestAddress / PAGE_BYTES), writable: true, entries };
  }
  return walkTable({
    memory: hart.memory,
    root: hgatp & SATP_PPN,
    rootIndexBits: ROOT_INDEX_BITS,
    address: guestAddress,
    access,
    supervisor: false,
    status,
    executeToLoad: execute,
    accessedDirty: hart.accessedDirty,
    entries,
    locate: (entry, kind) => locateEntry(hart, entry, kind),
  });
}

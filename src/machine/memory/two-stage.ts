/**
 * Two-stage translation. The guest's own table (VS-stage, Sv32) leads from a virtual to a guest-physical address, and the
 * hypervisor's table (G-stage, Sv32x4) from there to a physical one. The entries of the guest's table lie at guest-physical
 * addresses too, so the walk of the VS-stage needs the G-stage at every step.
 * Privileged specification 1.12, sections 8.5.1 (guest physical addresses) and 8.6.3 (htinst of implicit accesses).
 */
import { Csr, Mode, MSTATUS_MXR, SATP_MODE_SV32, SATP_PPN } from '../isa/index.js';
import type { AddressPath } from './address-path.js';
import { PAGE_BYTES } from './memory-map.js';
import type { GuestFault, MemoryUser } from './memory-user.js';
import { locateEntry } from './physical-access.js';
import { Access, walkTable, type TableEntry, type Walk } from './sv32.js';

/** In htinst: the fault was met while an entry of the guest's table was read, or written for its accessed and dirty bits. */
const READ_OF_ENTRY = 0x2000;
const WRITE_OF_ENTRY = 0x2020;

const ROOT_INDEX_BITS = 12; // Sv32x4: guest-physical addresses have 34 bits

/** What came of a walk of both stages: as a walk of one, or a fault of the G-stage. */
export type TwoStageWalk =
  Walk | (Omit<Walk, 'outcome'> & { readonly outcome: 'guest page fault'; readonly fault: GuestFault });

/** Translates a guest's virtual address. */
export function walkTwoStages(
  hart: MemoryUser,
  path: AddressPath,
  address: number,
  access: Access,
): TwoStageWalk {
  const gStage = new GStage(hart);
  const vsStage = walkVsStage(hart, path, address, access, gStage);
  if (gStage.failed !== undefined) {
    return gStage.failed; // the walk of the VS-stage only learned that an entry was out of reach
  }
  if (vsStage.outcome !== 'ok') {
    return vsStage;
  }
  const guestPhysical = vsStage.frame * PAGE_BYTES + (address & (PAGE_BYTES - 1));
  const last = gStage.walk(guestPhysical, access, path.executeToLoad);
  if (last.outcome === 'page fault') {
    return gStage.pageFault({ guestPhysical, pseudoinstruction: 0 });
  }
  return { ...last, writable: vsStage.writable && last.writable };
}

/** By the guest's own table; while it has none, its addresses are guest-physical ones. */
function walkVsStage(
  hart: MemoryUser,
  path: AddressPath,
  address: number,
  access: Access,
  gStage: GStage,
): Walk {
  const { values } = hart.csr;
  const { entries } = gStage;
  const vsatp = values[Csr.vsatp]!;
  if ((vsatp & SATP_MODE_SV32) === 0) {
    return { outcome: 'ok', frame: (address >>> 0) >>> 12, writable: true, entries };
  }
  return walkTable({
    memory: hart.memory,
    root: vsatp & SATP_PPN,
    address: address >>> 0,
    access,
    supervisor: path.mode === Mode.Supervisor,
    status: values[Csr.vsstatus]! | gStage.status,
    executeToLoad: path.executeToLoad,
    accessedDirty: hart.accessedDirty,
    entries,
    locate: (entry, kind) => gStage.locateEntry(entry, kind),
  });
}

/** The G-stage in one translation: all entries that were read, and the fault that an entry of the guest's table met. */
class GStage {
  readonly entries: TableEntry[] = [];
  /**
   * MXR of HS-mode counts at both stages. It counts for the reads of entries too, which are "as though for a load" in
   * version 1.12 (section 8.5.1). Later versions narrow MXR to explicit loads.
   */
  readonly status: number;
  failed: TwoStageWalk | undefined;
  readonly #hart: MemoryUser;

  constructor(hart: MemoryUser) {
    this.#hart = hart;
    this.status = hart.csr.values[Csr.mstatus]! & MSTATUS_MXR;
  }

  /** Every access counts as a user's here, and its pages must be marked as such. */
  walk(guestPhysical: number, access: Access, executeToLoad: boolean): Walk {
    const hart = this.#hart;
    const { entries, status } = this;
    const hgatp = hart.csr.values[Csr.hgatp]!;
    if ((hgatp & SATP_MODE_SV32) === 0) {
      return { outcome: 'ok', frame: Math.floor(guestPhysical / PAGE_BYTES), writable: true, entries };
    }
    return walkTable({
      memory: hart.memory,
      root: hgatp & SATP_PPN,
      rootIndexBits: ROOT_INDEX_BITS,
      address: guestPhysical,
      access,
      supervisor: false,
      status,
      executeToLoad,
      accessedDirty: hart.accessedDirty,
      entries,
      locate: (entry, kind) => locateEntry(hart, entry, kind),
    });
  }

  /** Where an entry of the guest's table is in physical memory; undefined where the guest cannot reach it. */
  locateEntry(guestPhysical: number, kind: Access): number | undefined {
    const found = this.walk(guestPhysical, kind, false);
    if (found.outcome === 'ok') {
      return locateEntry(this.#hart, found.frame * PAGE_BYTES + (guestPhysical % PAGE_BYTES), kind);
    }
    const pseudoinstruction = kind === Access.Store ? WRITE_OF_ENTRY : READ_OF_ENTRY;
    this.failed =
      found.outcome === 'page fault' ? this.pageFault({ guestPhysical, pseudoinstruction }) : found;
    return undefined;
  }

  pageFault(fault: GuestFault): TwoStageWalk {
    return { outcome: 'guest page fault', frame: 0, writable: false, entries: this.entries, fault };
  }
}

/**
 * Two-stage translation. The guest's own table (VS-stage, Sv32) translates a virtual address to a guest-physical address. The
 * hypervisor's table (G-stage, Sv32x4) translates that to a physical address. The entries of the guest's table lie at
 * guest-physical addresses too, so each step of the VS-stage walk needs a G-stage walk.
 * Privileged specification 1.12, sections 8.5.1 (guest physical addresses) and 8.6.3 (htinst of implicit accesses).
 */
import { Csr, Mode, MSTATUS_MXR, SATP_MODE_SV32, SATP_PPN } from '../../isa/index.js';
import { PAGE_BYTES } from '../physical/index.js';
import type { AddressPath } from './address-path.js';
import type { GuestFault, MemoryUser } from './memory-user.js';
import { locateEntry } from './physical-access.js';
import { Access, walkTable, type TableEntry, type Walk } from './sv32.js';

/** For htinst: the fault happened when the walk read an entry of the guest's table, or wrote its accessed or dirty bit. */
const READ_OF_ENTRY = 0x2000;
const WRITE_OF_ENTRY = 0x2020;

const ROOT_INDEX_BITS = 12; // Sv32x4: guest-physical addresses have 34 bits

/** The result of a two-stage walk: the same as of a one-stage walk, or a fault of the G-stage. */
export type TwoStageWalk =
  Walk | (Omit<Walk, 'outcome'> & { readonly outcome: 'guest page fault'; readonly fault: GuestFault });

/** Translates a guest's virtual address. Appends each entry of both stages that it reads to `entries`. */
export function walkTwoStages(
  hart: MemoryUser,
  path: AddressPath,
  address: number,
  access: Access,
  entries?: TableEntry[],
): TwoStageWalk {
  const gStage = new GStage(hart, entries);
  const vsStage = walkVsStage(hart, path, address, access, gStage);
  if (gStage.failed !== undefined) {
    return gStage.failed; // the result of the VS-stage does not say why its entry could not be reached
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

/** Walks the guest's own table. While vsatp is bare, a virtual address is the guest-physical address. */
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
    return { outcome: 'ok', frame: (address >>> 0) >>> 12, writable: true };
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

/** The G-stage of one translation. It keeps the fault that stopped the VS-stage walk. */
class GStage {
  readonly entries: TableEntry[] | undefined;
  /**
   * MXR of HS-mode applies to both stages. It applies to the reads of entries too: version 1.12 checks them "as though for a
   * load" (section 8.5.1). Later versions limit MXR to explicit loads.
   */
  readonly status: number;
  failed: TwoStageWalk | undefined;
  readonly #hart: MemoryUser;

  constructor(hart: MemoryUser, entries: TableEntry[] | undefined) {
    this.#hart = hart;
    this.entries = entries;
    this.status = hart.csr.values[Csr.mstatus]! & MSTATUS_MXR;
  }

  /** Walks the hypervisor's table. The G-stage treats each access as one of U-mode, so its pages must have the U bit. */
  walk(guestPhysical: number, access: Access, executeToLoad: boolean): Walk {
    const hart = this.#hart;
    const { entries, status } = this;
    const hgatp = hart.csr.values[Csr.hgatp]!;
    if ((hgatp & SATP_MODE_SV32) === 0) {
      return { outcome: 'ok', frame: Math.floor(guestPhysical / PAGE_BYTES), writable: true };
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

  /** Returns the physical address of an entry of the guest's table; undefined if the G-stage or PMP forbids the access. */
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
    return { outcome: 'guest page fault', frame: 0, writable: false, fault };
  }
}

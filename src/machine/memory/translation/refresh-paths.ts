/**
 * Computes the address paths of a hart from its mode and its CSRs. Privileged specification 1.12, sections 3.1.6.3 (MPRV),
 * 3.7.2 (PMP and paging), 8.2 and 8.5 (guests).
 */
import { Csr, csrs, Mode, SATP_MODE_SV32 } from '../../isa/index.js';
import { tlbContext, type TlbPair, type Tlbs } from '../tlb/index.js';
import { AddressPath } from './address-path.js';
import type { MemoryUser } from './memory-user.js';

/** The path of HLV, HLVX and HSV: that of a guest, in the mode that hstatus.SPVP names. Section 8.3. */
export function guestAccessPath(hart: MemoryUser, executeToLoad: boolean): AddressPath {
  const path = new AddressPath(hart.tlbs.guest.data);
  const supervisor = (hart.csr.values[Csr.hstatus]! & csrs.HSTATUS_SPVP) !== 0;
  path.mode = supervisor ? Mode.Supervisor : Mode.User;
  path.virtual = true;
  path.translated = true;
  path.usesTlb = false;
  path.executeToLoad = executeToLoad;
  return path;
}

/** Computes both paths again from the mode and the CSRs, and updates what depends on them: PMP and the lookasides. */
export function refreshPaths(hart: MemoryUser): void {
  const { csr, mode, virtual, pmp, fetchPath, dataPath } = hart;
  const { values } = csr;
  if (pmp !== undefined && csr.pmpChanged) {
    pmp.update(values);
    csr.pmpChanged = false;
    hart.flushTlb();
  }
  const status = values[Csr.mstatus]!;

  fetchPath.mode = mode;
  fetchPath.virtual = virtual;
  fetchPath.translated = isTranslated(hart, mode, virtual);
  fetchPath.tlb = pairOf(hart, mode, virtual).fetch;
  fetchPath.context = tlbContext(tableOf(hart, virtual), mode === Mode.Supervisor, 0);

  const modified = (status & csrs.MSTATUS_MPRV) !== 0;
  dataPath.mode = modified ? (status & csrs.MSTATUS_MPP) >>> 11 : mode;
  dataPath.virtual = modified
    ? dataPath.mode !== Mode.Machine && (values[Csr.mstatush]! & csrs.MSTATUSH_MPV) !== 0
    : virtual;
  dataPath.translated = isTranslated(hart, dataPath.mode, dataPath.virtual);
  dataPath.tlb = pairOf(hart, dataPath.mode, dataPath.virtual).data;
  const rights = dataPath.virtual ? values[Csr.vsstatus]! | (status & csrs.MSTATUS_MXR) : status;
  const supervisor = dataPath.mode === Mode.Supervisor;
  dataPath.context = tlbContext(tableOf(hart, dataPath.virtual), supervisor, rights);
  hart.lookasides.enter(dataPath.mode, dataPath.tlb, dataPath.context, dataPath.translated);
}

function tableOf({ csr }: MemoryUser, virtual: boolean): number {
  return csr.values[virtual ? Csr.vsatp : Csr.satp]!;
}

/** Can an address be translated to another one, or be forbidden? */
function isTranslated({ csr: { values }, pmp }: MemoryUser, mode: number, virtual: boolean): boolean {
  if (pmp !== undefined && (mode !== Mode.Machine || pmp.bindsMachineMode)) {
    return true;
  }
  const tables = virtual ? values[Csr.vsatp]! | values[Csr.hgatp]! : values[Csr.satp]!;
  return mode !== Mode.Machine && (tables & SATP_MODE_SV32) !== 0;
}

function pairOf(hart: MemoryUser, mode: number, virtual: boolean): TlbPair {
  const { tlbs, pmp } = hart;
  const { values } = hart.csr;
  if (virtual) {
    return guestPair(hart, tlbs);
  }
  if (pmp !== undefined && mode === Mode.Machine) {
    return tlbs.machine;
  }
  return pmp !== undefined && values[Csr.satp]! >>> 31 === 0 ? tlbs.bare : tlbs.paged;
}

/**
 * The TLBs for guests. A tag does not say for which VM it is, whether the VS-stage is on, or MXR of the G-stage. So a change of one
 * of these flushes them.
 */
function guestPair({ csr: { values }, lookasides }: MemoryUser, tlbs: Tlbs): TlbPair {
  const rights = (values[Csr.vsatp]! & SATP_MODE_SV32) | (values[Csr.mstatus]! & csrs.MSTATUS_MXR);
  if (tlbs.enterGuest(values[Csr.hgatp]!, rights)) {
    lookasides.flush();
  }
  return tlbs.guest;
}

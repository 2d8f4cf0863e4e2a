/**
 * Under which circumstances the addresses of fetches and of loads and stores are translated, derived from mode and CSRs
 * before every slice; and the TLBs, a pair for each kind of circumstances that a tag does not tell apart.
 * Privileged specification 1.12, sections 3.1.6.3 (MPRV), 3.7.2 (PMP and paging), 8.2 and 8.5 (guests).
 */
import * as csrs from '../isa/csrs.js';
import { Csr, SATP_MODE_SV32 } from '../isa/csrs.js';
import type { Hart } from '../hart/hart.js';
import { Mode } from '../isa/modes.js';
import { Tlb, tlbContext } from './tlb.js';

interface TlbPair {
  readonly fetch: Tlb;
  readonly data: Tlb;
}

export class Tlbs {
  /** Addresses that satp's table translates. */
  readonly paged: TlbPair = { fetch: new Tlb(), data: new Tlb() };
  // The others are made when they are first needed: most machines have neither PMP nor guests.
  #machine: TlbPair | undefined;
  #bare: TlbPair | undefined;
  #guest: TlbPair | undefined;
  #guestRoot = 0; // hgatp
  #guestRights = 0;

  /** Physical addresses of M-mode, where PMP alone decides. */
  get machine(): TlbPair {
    return (this.#machine ??= newPair());
  }

  /** The same for S- and U-mode without paging. */
  get bare(): TlbPair {
    return (this.#bare ??= newPair());
  }

  /** Addresses of the guest that was entered last (enterGuest). */
  get guest(): TlbPair {
    return (this.#guest ??= newPair());
  }

  /** A guest's TLB is emptied when another world begins: another hgatp, or other `rights`. True if one does. */
  enterGuest(hgatp: number, rights: number): boolean {
    const other = hgatp !== this.#guestRoot || rights !== this.#guestRights;
    if (other) {
      flushPair(this.guest);
      this.#guestRoot = hgatp;
      this.#guestRights = rights;
    }
    return other;
  }

  flush(): void {
    for (const pair of [this.paged, this.#machine, this.#bare, this.#guest]) {
      if (pair !== undefined) {
        flushPair(pair);
      }
    }
  }
}

/**
 * Brings what is derived from mode and CSRs up to date: for fetches by the mode itself, for loads and stores by what
 * they count as.
 */
export function refreshContext(hart: Hart): void {
  const { csr, mode, virtual, pmp } = hart;
  const { values } = csr;
  if (pmp !== undefined && csr.pmpChanged) {
    pmp.update(values);
    csr.pmpChanged = false;
    hart.flushTlb();
  }
  const status = values[Csr.mstatus]!;
  const modified = (status & csrs.MSTATUS_MPRV) !== 0;
  hart.dataMode = modified ? (status & csrs.MSTATUS_MPP) >>> 11 : mode;
  hart.dataVirtual = modified
    ? hart.dataMode !== Mode.Machine && (values[Csr.mstatush]! & csrs.MSTATUSH_MPV) !== 0
    : virtual;
  hart.actsAsGuest = false;
  hart.executeToLoad = false;

  hart.fetchPaged = isTranslated(hart, mode, virtual);
  hart.fetchTlb = pairOf(hart, mode, virtual).fetch;
  hart.fetchContext = tlbContext(tableOf(hart, virtual), mode === Mode.Supervisor, 0);

  hart.dataPaged = isTranslated(hart, hart.dataMode, hart.dataVirtual);
  hart.dataTlb = pairOf(hart, hart.dataMode, hart.dataVirtual).data;
  const rights = hart.dataVirtual ? values[Csr.vsstatus]! | (status & csrs.MSTATUS_MXR) : status;
  const supervisor = hart.dataMode === Mode.Supervisor;
  hart.dataContext = tlbContext(tableOf(hart, hart.dataVirtual), supervisor, rights);
  hart.lookasides.enter(hart.dataMode, hart.dataTlb, hart.dataContext, hart.dataPaged);
}

function tableOf({ csr }: Hart, virtual: boolean): number {
  return csr.values[virtual ? Csr.vsatp : Csr.satp]!;
}

/** Can an address lead elsewhere than to itself, or nowhere? */
function isTranslated({ csr: { values }, pmp }: Hart, mode: number, virtual: boolean): boolean {
  if (pmp !== undefined && (mode !== Mode.Machine || pmp.bindsMachineMode)) {
    return true;
  }
  const tables = virtual ? values[Csr.vsatp]! | values[Csr.hgatp]! : values[Csr.satp]!;
  return mode !== Mode.Machine && (tables & SATP_MODE_SV32) !== 0;
}

function pairOf(hart: Hart, mode: number, virtual: boolean): TlbPair {
  const { tlbs, pmp } = hart;
  const { values } = hart.csr;
  if (virtual) {
    // What decides about a guest's translations and stands in no tag: which VM, is the first stage on, MXR of the second stage.
    const rights = (values[Csr.vsatp]! & SATP_MODE_SV32) | (values[Csr.mstatus]! & csrs.MSTATUS_MXR);
    if (tlbs.enterGuest(values[Csr.hgatp]!, rights)) {
      hart.lookasides.flush();
    }
    return tlbs.guest;
  }
  if (pmp !== undefined && mode === Mode.Machine) {
    return tlbs.machine;
  }
  return pmp !== undefined && values[Csr.satp]! >>> 31 === 0 ? tlbs.bare : tlbs.paged;
}

function newPair(): TlbPair {
  return { fetch: new Tlb(), data: new Tlb() };
}

function flushPair({ fetch, data }: TlbPair): void {
  fetch.flush();
  data.flush();
}

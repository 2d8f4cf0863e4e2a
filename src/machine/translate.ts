/**
 * From the address that an instruction names to a physical address: TLB first, page table when it has no answer.
 * Privileged specification 1.12, sections 4.3.2 (translation) and 3.1.6.3 (MPRV).
 */
import { Cause } from './causes.js';
import { Csr } from './csrs.js';
import type { Hart } from './hart.js';
import { PAGE_BYTES } from './memory-map.js';
import { Mode } from './modes.js';
import { Access, walk, type Walk } from './sv32.js';
import { TLB_SLOT_MASK } from './tlb.js';
import type { AccessName } from './trace.js';

export const PAGE_MASK = ~(PAGE_BYTES - 1);
const OFFSET_MASK = PAGE_BYTES - 1;

/** What translate returns when it raised the fault instead. */
export const FAULTED = -1;

/** The physical address, up to 34 bits; FAULTED: the exception is raised. */
export function translate(hart: Hart, address: number, access: Access): number {
  const fetch = access === Access.Fetch;
  if (!(fetch ? hart.fetchPaged : hart.dataPaged)) {
    return address >>> 0;
  }
  const tlb = fetch ? hart.fetchTlb : hart.dataTlb;
  const tag = (address & PAGE_MASK) | (fetch ? hart.fetchContext : hart.dataContext);
  const slot = (address >>> 12) & TLB_SLOT_MASK;
  if (tlb.tags[slot] === tag && (access !== Access.Store || tlb.writable[slot] === 1)) {
    return tlb.frames[slot]! * PAGE_BYTES + (address & OFFSET_MASK);
  }
  return translateByWalk(hart, address, access, tag);
}

/** Raises the access fault that belongs to this kind of access. */
export function raiseAccessFault(hart: Hart, address: number, access: Access): 0 {
  return hart.raise(accessFaults[access], address);
}

function translateByWalk(hart: Hart, address: number, access: Access, tag: number): number {
  const fetch = access === Access.Fetch;
  const supervisor = (fetch ? hart.mode : hart.dataMode) === Mode.Supervisor;
  const { values } = hart.csr;
  hart.counters.chargeTlbMiss();
  const result = walk(hart.memory, values[Csr.satp]!, address, access, supervisor, values[Csr.mstatus]!);
  traceWalk(hart, address, access, result);
  if (result.outcome !== 'ok') {
    hart.raise((result.outcome === 'page fault' ? pageFaults : accessFaults)[access], address);
    return FAULTED;
  }
  const page = result.frame * PAGE_BYTES;
  const offset = hart.memory.contains(page, PAGE_BYTES) ? page - hart.memory.base : -1;
  (fetch ? hart.fetchTlb : hart.dataTlb).fill(tag, result.frame, offset, result.writable);
  return page + (address & OFFSET_MASK);
}

function traceWalk(hart: Hart, address: number, access: Access, result: Walk): void {
  hart.trace?.({
    kind: 'walk',
    address: address >>> 0,
    access: accessNames[access],
    entries: result.entries,
    physical: result.outcome === 'ok' ? result.frame * PAGE_BYTES + (address & OFFSET_MASK) : undefined,
  });
}

const accessNames = ['fetch', 'load', 'store'] as const satisfies readonly AccessName[];
const pageFaults = [Cause.InstructionPageFault, Cause.LoadPageFault, Cause.StorePageFault] as const;
const accessFaults = [Cause.InstructionAccessFault, Cause.LoadAccessFault, Cause.StoreAccessFault] as const;

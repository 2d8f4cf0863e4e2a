/**
 * From the address that an instruction names to a physical address: TLB first, page table when it has no answer.
 * Privileged specification 1.12, sections 4.3.2 (translation) and 3.1.6.3 (MPRV); 3.7.2 (physical memory protection
 * and paging), 8.5 (two stages).
 */
import { Cause } from '../isa/causes.js';
import { Csr, SATP_MODE_SV32, SATP_PPN } from '../isa/csrs.js';
import type { Hart } from '../hart/hart.js';
import { PAGE_BYTES } from './memory-map.js';
import { Mode } from '../isa/modes.js';
import { isAllowed, isUniform, locateEntry } from './physical-access.js';
import { Access, walkTable, type Walk } from './sv32.js';
import { TLB_SLOT_MASK } from './tlb.js';
import type { AccessName } from '../isa/trace.js';
import { walkTwoStages, type GuestWalk } from './two-stage.js';

const PAGE_MASK = ~(PAGE_BYTES - 1);
const OFFSET_MASK = PAGE_BYTES - 1;

/** What translate returns when it raised the fault instead. */
export const FAULTED = -1;

/** The physical address, up to 34 bits, of an access to `bytes` bytes; FAULTED: the exception is raised. */
export function translate(hart: Hart, address: number, access: Access, bytes: number): number {
  const fetch = access === Access.Fetch;
  if (!(fetch ? hart.fetchPaged : hart.dataPaged || hart.actsAsGuest)) {
    return address >>> 0;
  }
  const tlb = fetch ? hart.fetchTlb : hart.dataTlb;
  const tag = (address & PAGE_MASK) | (fetch ? hart.fetchContext : hart.dataContext);
  const slot = (address >>> 12) & TLB_SLOT_MASK;
  const mayAnswer = fetch || !hart.actsAsGuest; // what HLV and HSV ask is not what the tag stands for
  if (mayAnswer && tlb.tags[slot] === tag && (access !== Access.Store || tlb.writable[slot] === 1)) {
    return tlb.frames[slot]! * PAGE_BYTES + (address & OFFSET_MASK);
  }
  return translateByWalk(hart, address, access, tag, bytes);
}

/** Raises the access fault that belongs to this kind of access. */
export function raiseAccessFault(hart: Hart, address: number, access: Access): 0 {
  return hart.raise(accessFaults[access], address);
}

function translateByWalk(hart: Hart, address: number, access: Access, tag: number, bytes: number): number {
  const fetch = access === Access.Fetch;
  const mode = fetch ? hart.mode : hart.dataMode;
  const result = resolve(hart, address, access, mode);
  if (result.outcome === 'guest page fault') {
    hart.guestPhysical = result.guestAddress;
    hart.guestInstruction = result.instruction;
    hart.raise(guestPageFaults[access], address);
    return FAULTED;
  }
  if (result.outcome !== 'ok') {
    hart.raise((result.outcome === 'page fault' ? pageFaults : accessFaults)[access], address);
    return FAULTED;
  }
  const physical = result.frame * PAGE_BYTES + (address & OFFSET_MASK);
  const allowed = isAllowed(hart, physical, bytes, access, mode === Mode.Machine);
  if (!allowed || (hart.executeToLoad && !fetch && !isExecutable(hart, physical, bytes))) {
    hart.raise(accessFaults[access], address);
    return FAULTED;
  }
  // What HLV and HSV find is the guest's, and must not serve others.
  hart.oneAccessOnly = hart.actsAsGuest || !isUniform(hart, physical);
  if (!hart.oneAccessOnly) {
    // A load's entry serves stores only where they are allowed too, and a store's serves loads.
    const machine = mode === Mode.Machine;
    const writable = result.writable && isAllowed(hart, physical, 1, Access.Store, machine);
    if (fetch || isAllowed(hart, physical, 1, Access.Load, machine)) {
      (fetch ? hart.fetchTlb : hart.dataTlb).fill(tag, result.frame, writable);
    }
  }
  return physical;
}

/** For HLVX: could code be fetched from there? It must be RAM, and PMP must allow it as to S-mode (section 8.3.1). */
function isExecutable(hart: Hart, physical: number, bytes: number): boolean {
  return hart.memory.contains(physical, bytes) && isAllowed(hart, physical, bytes, Access.Fetch, false);
}

/** By the tables that count for this access; where there are none, an address is physical. */
function resolve(hart: Hart, address: number, access: Access, mode: number): Walk | GuestWalk {
  const { values } = hart.csr;
  const supervisor = mode === Mode.Supervisor;
  const satp = values[Csr.satp]!;
  let result: Walk | GuestWalk;
  if (access === Access.Fetch ? hart.virtual : hart.dataVirtual) {
    result = walkTwoStages(hart, address, access, supervisor, hart.executeToLoad);
  } else if (mode !== Mode.Machine && (satp & SATP_MODE_SV32) !== 0) {
    result = walkTable({
      memory: hart.memory,
      root: satp & SATP_PPN,
      address: address >>> 0,
      access,
      supervisor,
      status: values[Csr.mstatus]!,
      accessedDirty: hart.accessedDirty,
      entries: [],
      locate: (entry, kind) => locateEntry(hart, entry, kind),
    });
  } else {
    return { outcome: 'ok', frame: (address >>> 0) >>> 12, writable: true, entries: [] };
  }
  hart.counters.chargeTlbMiss();
  traceWalk(hart, address, access, result);
  return result;
}

function traceWalk(hart: Hart, address: number, access: Access, result: Walk | GuestWalk): void {
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
const guestPageFaults = [
  Cause.InstructionGuestPageFault,
  Cause.LoadGuestPageFault,
  Cause.StoreGuestPageFault,
] as const;

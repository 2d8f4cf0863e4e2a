/**
 * Translation of the address in an instruction to a physical address. It looks into the TLB first. On a miss it walks the page
 * tables and fills the TLB.
 * Privileged specification 1.12, sections 4.3.2 (translation) and 3.1.6.3 (MPRV); 3.7.2 (physical memory protection
 * and paging), 8.5 (two stages).
 */
import { type AccessName, Cause, Csr, Mode, SATP_MODE_SV32 } from '../../isa/index.js';
import { PAGE_BYTES } from '../physical/index.js';
import { TLB_INDEX_MASK } from '../tlb/index.js';
import type { AddressPath } from './address-path.js';
import type { MemoryUser } from './memory-user.js';
import { isAllowed, isUniform } from './physical-access.js';
import { Access, type TableEntry, type Walk } from './sv32.js';
import { walkTwoStages, type TwoStageWalk } from './two-stage.js';

const PAGE_MASK = ~(PAGE_BYTES - 1);
const OFFSET_MASK = PAGE_BYTES - 1;

/** Returned by translate if it raised an exception. */
export const FAULTED = -1;

/** Returns the physical address (up to 34 bits) for an access to `bytes` bytes, or FAULTED with the exception raised. */
export function translate(hart: MemoryUser, address: number, access: Access, bytes: number): number {
  const path = access === Access.Fetch ? hart.fetchPath : hart.dataPath;
  if (!path.translated) {
    return address >>> 0;
  }
  const { tlb } = path;
  const tag = (address & PAGE_MASK) | path.context;
  const entry = (address >>> 12) & TLB_INDEX_MASK;
  if (path.usesTlb && tlb.tags[entry] === tag && (access !== Access.Store || tlb.writable[entry] === 1)) {
    return tlb.frames[entry]! * PAGE_BYTES + (address & OFFSET_MASK);
  }
  return translateByWalk(hart, path, address, access, bytes);
}

/**
 * Does the result of translate hold for the whole page, and for the next access too? Only then may it be kept. It does not hold
 * if PMP treats parts of the page differently, and not for HLV and HSV.
 */
export function holdsForPage(
  hart: MemoryUser,
  { usesTlb, translated }: AddressPath,
  physical: number,
): boolean {
  return !translated || (usesTlb && isUniform(hart, physical));
}

/** Raises the access fault for this kind of access: fetch, load or store. */
export function raiseAccessFault(hart: MemoryUser, address: number, access: Access): 0 {
  return hart.raise(accessFaults[access], address);
}

function translateByWalk(
  hart: MemoryUser,
  path: AddressPath,
  address: number,
  access: Access,
  bytes: number,
): number {
  const result = resolve(hart, path, address, access);
  if (result.outcome === 'guest page fault') {
    hart.raise(guestPageFaults[access], address, result.fault);
    return FAULTED;
  }
  if (result.outcome !== 'ok') {
    hart.raise((result.outcome === 'page fault' ? pageFaults : accessFaults)[access], address);
    return FAULTED;
  }
  const physical = result.frame * PAGE_BYTES + (address & OFFSET_MASK);
  const machine = path.mode === Mode.Machine;
  const allowed = isAllowed(hart, physical, bytes, access, machine);
  if (!allowed || (path.executeToLoad && !isExecutable(hart, physical, bytes))) {
    hart.raise(accessFaults[access], address);
    return FAULTED;
  }
  if (holdsForPage(hart, path, physical)) {
    // A later store may use this entry only if `writable` is set; a later load always may. So fill it only if loads are allowed.
    const writable = result.writable && isAllowed(hart, physical, 1, Access.Store, machine);
    if (access === Access.Fetch || isAllowed(hart, physical, 1, Access.Load, machine)) {
      path.tlb.fill((address & PAGE_MASK) | path.context, result.frame, writable);
    }
  }
  return physical;
}

/** For HLVX: can code be fetched from there? It must be RAM, and PMP must allow S-mode to execute it (section 8.3.1). */
function isExecutable(hart: MemoryUser, physical: number, bytes: number): boolean {
  return hart.memory.contains(physical, bytes) && isAllowed(hart, physical, bytes, Access.Fetch, false);
}

/** Walks the tables that apply to this access. If none applies, the address is already physical. */
function resolve(hart: MemoryUser, path: AddressPath, address: number, access: Access): Walk | TwoStageWalk {
  const { values } = hart.csr;
  const supervisor = path.mode === Mode.Supervisor;
  const satp = values[Csr.satp]!;
  const entries: TableEntry[] | undefined = hart.trace && []; // nothing else looks at them
  let result: Walk | TwoStageWalk;
  if (path.virtual) {
    result = walkTwoStages(hart, path, address, access, entries);
  } else if (path.mode !== Mode.Machine && (satp & SATP_MODE_SV32) !== 0) {
    result = hart.satpWalk.walk(address, access, supervisor, entries);
  } else {
    return { outcome: 'ok', frame: (address >>> 0) >>> 12, writable: true };
  }
  hart.counters.chargeTlbMiss();
  hart.trace?.({
    kind: 'walk',
    address: address >>> 0,
    access: accessNames[access],
    entries: entries ?? [],
    physical: result.outcome === 'ok' ? result.frame * PAGE_BYTES + (address & OFFSET_MASK) : undefined,
  });
  return result;
}

const accessNames = ['fetch', 'load', 'store'] as const satisfies readonly AccessName[];
const pageFaults = [Cause.InstructionPageFault, Cause.LoadPageFault, Cause.StorePageFault] as const;
const accessFaults = [Cause.InstructionAccessFault, Cause.LoadAccessFault, Cause.StoreAccessFault] as const;
const guestPageFaults = [
  Cause.InstructionGuestPageFault,
  Cause.LoadGuestPageFault,
  Cause.StoreGuestPageFault,
] as const;

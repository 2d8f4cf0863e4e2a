/**
 * Fetching instructions: from an address to the instruction's word. Unprivileged specification 20191213,
 * section 1.5 (16-bit parcels); privileged specification 1.12, section 3.1.16 (the tval of a fault in the second half
 * of an instruction is the address of that half).
 */
import { isCompressed } from '../isa/index.js';
import type { Hart } from './hart.js';
import { Access, FAULTED, holdsForPage, raiseAccessFault, translate } from '../memory/index.js';

/** The word of the instruction at `pc`, or its 16 bits; undefined with an exception raised. */
export function fetchWord(hart: Hart, pc: number): number | undefined {
  return wordAt(hart, pc, fetchOffset);
}

/** The same for whoever only looks, before it is fetched or after it has trapped: nothing is raised, and nothing costs twice. */
export function lookAtWord(hart: Hart, pc: number): number | undefined {
  return wordAt(hart, pc, lookForOffset);
}

type Locate = (hart: Hart, pc: number) => number;

function wordAt(hart: Hart, pc: number, locate: Locate): number | undefined {
  const { halves } = hart.memory;
  const first = locate(hart, pc);
  if (first === FAULTED) {
    return undefined;
  }
  const low = halves[first >> 1]!;
  if (isCompressed(low)) {
    return low;
  }
  const second = locate(hart, (pc + 2) | 0);
  return second === FAULTED ? undefined : (halves[second >> 1]! << 16) | low;
}

/** Where in RAM a halfword of code is; FAULTED with an exception raised. */
export function fetchOffset(hart: Hart, pc: number): number {
  const physical = translate(hart, pc, Access.Fetch, 2);
  if (physical === FAULTED) {
    return FAULTED;
  }
  if (!hart.memory.contains(physical, 2)) {
    raiseAccessFault(hart, pc, Access.Fetch); // nothing executes from a device
    return FAULTED;
  }
  return physical - hart.memory.base;
}

/** As fetchOffset, but a walk is paid for only where the TLB remembers it: elsewhere the fetch itself walks again, and pays. */
function lookForOffset(hart: Hart, pc: number): number {
  const { charged } = hart.counters;
  const offset = fetchOffset(hart, pc);
  if (offset === FAULTED || !isRemembered(hart, offset)) {
    hart.counters.takeBack(charged);
  }
  if (offset === FAULTED) {
    hart.dropException();
  }
  return offset;
}

/** May what was fetched from this offset in RAM be kept, for the next fetch from the same page? */
export function isRemembered(hart: Hart, offset: number): boolean {
  return holdsForPage(hart, hart.fetchPath, offset + hart.memory.base);
}

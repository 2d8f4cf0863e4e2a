/**
 * Fetching instructions: from an address to the slot of its decoded instruction. Unprivileged specification 20191213,
 * section 1.5 (16-bit parcels); privileged specification 1.12, section 3.1.16 (the tval of a fault in the second half
 * of an instruction is the address of that half).
 */
import type { CodePages } from '../engine/code-pages.js';
import { isCompressed } from '../isa/compressed.js';
import type { Hart } from './hart.js';
import { Access } from '../memory/sv32.js';
import { FAULTED, raiseAccessFault, translate } from '../memory/translate.js';

/** The slot of the instruction at `pc`; FAULTED with an exception raised; UNCACHED where it must be fetched alone. */
export function fetchSlot(hart: Hart, code: CodePages, pc: number): number {
  const offset = fetchOffset(hart, pc);
  if (offset === FAULTED) {
    return FAULTED;
  }
  return hart.oneAccessOnly ? UNCACHED : code.enter(offset);
}

export const UNCACHED = -2;

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
function fetchOffset(hart: Hart, pc: number): number {
  hart.oneAccessOnly = false;
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
  if (offset === FAULTED || hart.oneAccessOnly) {
    hart.counters.takeBack(charged);
  }
  if (offset === FAULTED) {
    hart.dropException();
  }
  return offset;
}

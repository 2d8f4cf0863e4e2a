/**
 * Instruction fetch: from an address to the word of the instruction. Unprivileged specification 20191213, section 1.5
 * (16-bit parcels); privileged specification 1.12, section 3.1.16 (if the second half of an instruction faults, tval is the
 * address of that half).
 */
import { isCompressed } from '../isa/index.js';
import type { Hart } from './hart.js';
import { Access, FAULTED, holdsForPage, raiseAccessFault, translate } from '../memory/index.js';

/** Fetches the instruction at `pc`: its word, or its 16 bits if it is compressed. Undefined if it raised an exception. */
export function fetchWord(hart: Hart, pc: number): number | undefined {
  return wordAt(hart, pc, fetchOffset);
}

/** Reads the instruction at `pc` for another purpose than to execute it. Raises nothing, and charges no walk twice. */
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

/** Returns the offset in RAM of a halfword of code, or FAULTED with the exception raised. */
export function fetchOffset(hart: Hart, pc: number): number {
  const physical = translate(hart, pc, Access.Fetch, 2);
  if (physical === FAULTED) {
    return FAULTED;
  }
  if (!hart.memory.contains(physical, 2)) {
    raiseAccessFault(hart, pc, Access.Fetch); // code can be fetched from RAM only
    return FAULTED;
  }
  return physical - hart.memory.base;
}

/**
 * The same without an exception. It charges a walk only if the TLB keeps the translation. Otherwise the fetch itself must walk
 * again, and is charged for that.
 */
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

/** Does the translation that led to this offset in RAM hold for the next fetch from the same page too? */
export function isRemembered(hart: Hart, offset: number): boolean {
  return holdsForPage(hart, hart.fetchPath, offset + hart.memory.base);
}

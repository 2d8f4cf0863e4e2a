/** Finds the cell with the decoded instruction for a program counter. See code-pages.ts. */
import { fetchOffset, fetchWord, type Hart, isRemembered } from '../hart/index.js';
import { FAULTED } from '../memory/index.js';
import { SCRATCH, type CodePages } from './code-pages.js';
import { setPlan } from './plans.js';

/** Returns the cell of the instruction at `pc`. If the fetch raises an exception, returns FAULTED. */
export function fetchCell(hart: Hart, code: CodePages, pc: number): number {
  const offset = fetchOffset(hart, pc);
  if (offset === FAULTED) {
    return FAULTED;
  }
  return isRemembered(hart, offset) ? code.enter(offset) : fetchAlone(hart, code, pc);
}

/**
 * Fetches the instruction at `pc` into the scratch cell. This is for an instruction that crosses the end of its page, or
 * whose page is executable at some addresses only. After it the loop must fetch again, and cannot go on within the page.
 */
export function fetchAlone(hart: Hart, code: CodePages, pc: number): number {
  const word = fetchWord(hart, pc);
  if (word === undefined) {
    return FAULTED;
  }
  setPlan(code, SCRATCH, word, -1);
  return SCRATCH;
}

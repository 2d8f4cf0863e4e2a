/** From a program counter to the cell of its decoded instruction. See code-pages.ts. */
import { fetchOffset, fetchWord, type Hart, isRemembered } from '../hart/index.js';
import { FAULTED } from '../memory/index.js';
import type { CodePages } from './code-pages.js';
import { setPlan } from './plans.js';

/** The cell of the instruction at `pc`; FAULTED with an exception raised. */
export function fetchCell(hart: Hart, code: CodePages, pc: number): number {
  const offset = fetchOffset(hart, pc);
  if (offset === FAULTED) {
    return FAULTED;
  }
  return isRemembered(hart, offset) ? code.enter(offset) : fetchAlone(hart, code, pc);
}

/**
 * Fetches the instruction at `pc` into the scratch cell, where it can neither jump nor run on within a page: it crosses a
 * page's end, or its page is not executable as a whole.
 */
export function fetchAlone(hart: Hart, code: CodePages, pc: number): number {
  const word = fetchWord(hart, pc);
  if (word === undefined) {
    return FAULTED;
  }
  setPlan(code, code.scratch, word, -1);
  return code.scratch;
}

/**
 * The reference: edits a page of code. A critical instruction keeps its first halfword, and its second one becomes a trap. So no other
 * instruction changes than this one, and the one that begins at the second halfword, which traps too. An instruction that traps
 * often becomes a load or store of the same length.
 */
import { PAGE_HALFWORDS, type CodePage, type Edit, type TranslatePart } from '../../src/hypervisor/index.js';

/** C.EBREAK. As the second halfword of a SYSTEM instruction it names a CSR, 0x900, or a function that does not exist: that traps too. */
const TRAP = 0x9002;
const LAST = PAGE_HALFWORDS - 1;

export const translate: TranslatePart = (page) => {
  const edited = page.halfwords.slice();
  for (let index = 0; index < LAST; index += 1) {
    const first = page.halfwords[index]!;
    if (!isSystem(first)) {
      continue;
    }
    const word = ((page.halfwords[index + 1]! << 16) | first) >>> 0;
    const better = page.isHot(index) && isFree(edited, index) ? translation(page, word) : undefined;
    if (better !== undefined) {
      edited[index] = better & 0xffff;
      edited[index + 1] = better >>> 16;
    } else if (page.failsSilently(word)) {
      edited[index + 1] = TRAP;
    }
  }
  trapAtTheEnd(page.halfwords, edited);
  const edits: Edit[] = [];
  edited.forEach((halfword, index) => {
    if (halfword !== page.halfwords[index]) {
      edits.push({ index, halfword });
    }
  });
  return edits;
};

/**
 * Whether the first halfword of an instruction can be replaced: no other instruction may have it as its second one. That would be one in
 * the page before, or one that begins at the halfword before.
 */
function isFree(edited: readonly number[], index: number): boolean {
  return index > 0 && !isLong(edited[index - 1]!);
}

/**
 * A load or store relative to x0 that does the same as a CSR instruction; undefined: there is none. Its second halfword begins with the bits
 * 100 of the offset and ends with 00 of x0: as an instruction of its own it is reserved, and traps.
 */
function translation(page: CodePage, word: number): number | undefined {
  const csr = word >>> 20;
  const source = (word >>> 15) & 31;
  const function3 = (word >>> 12) & 7;
  const target = (word >>> 7) & 31;
  if ((function3 & 3) === 0) {
    return undefined; // no CSR instruction
  }
  if ((function3 & 3) !== CSRRW) {
    const offset = source === 0 && target !== 0 ? page.loadOffset(csr) : undefined;
    return offset === undefined ? undefined : ((offset << 20) | (LW << 12) | (target << 7) | LOAD) >>> 0;
  }
  const plain = target === 0 && (function3 === CSRRW || source === 0); // CSRRWI with 0 writes what x0 holds
  const offset = plain ? page.storeOffset(csr) : undefined;
  return offset === undefined
    ? undefined
    : (((offset >> 5) << 25) | (source << 20) | (SW << 12) | ((offset & 31) << 7) | STORE) >>> 0;
}

const CSRRW = 1;
const LOAD = 0x03;
const LW = 2;
const STORE = 0x23;
const SW = 2;

/**
 * The last halfword may begin a critical instruction: its end lies in the next page, which may be any. So it traps. It may also be the
 * second halfword of the instruction before, which must trap then, and so on backwards, until one is short or traps by its new end.
 */
function trapAtTheEnd(halfwords: readonly number[], edited: number[]): void {
  if (!isSystem(halfwords[LAST]!)) {
    return;
  }
  let index = LAST;
  edited[index] = TRAP;
  while (index > 0 && isLong(edited[index - 1]!) && !isSystem(edited[index - 1]!)) {
    index -= 1;
    edited[index] = TRAP;
  }
}

const isLong = (halfword: number) => (halfword & 3) === 3;
const isSystem = (halfword: number) => (halfword & 0x7f) === 0x73;

/**
 * The reference: edits a page of code. An edit leaves the first halfword of a critical instruction alone, and replaces its second one. So
 * no other instruction changes than this one, and the one that begins at the second halfword, which traps.
 */
import { PAGE_HALFWORDS, type CodePage, type Edit, type TranslatePart } from '../../src/hypervisor/index.js';

/** C.EBREAK. As the second halfword of a SYSTEM instruction it names a CSR, 0x900, or a function that does not exist: that traps too. */
const TRAP = 0x9002;
const OPCODE = 0x7f;
const SYSTEM = 0x73;
const LAST = PAGE_HALFWORDS - 1;

export const translate: TranslatePart = (page) => {
  const { halfwords } = page;
  const edits = new Map<number, number>();
  for (let index = 0; index < LAST; index += 1) {
    if (isSystem(halfwords[index]!) && page.failsSilently(wordAt(halfwords, index))) {
      edits.set(index + 1, TRAP);
    }
  }
  trapAtTheEnd(halfwords, edits);
  return [...edits].map(([index, halfword]): Edit => ({ index, halfword }));
};

/**
 * The last halfword may begin a critical instruction: its end lies in the next page, which may be any. So it traps. It may also be the
 * second halfword of the instruction before, which must trap then, and so on backwards.
 */
function trapAtTheEnd(halfwords: CodePage['halfwords'], edits: Map<number, number>): void {
  if (!isSystem(halfwords[LAST]!)) {
    return;
  }
  let index = LAST;
  edits.set(index, TRAP);
  while (index > 0 && isLong(halfwords[index - 1]!)) {
    index -= 1;
    edits.set(index, TRAP);
  }
}

const isLong = (halfword: number) => (halfword & 3) === 3;
const isSystem = (halfword: number) => (halfword & OPCODE) === SYSTEM;

function wordAt(halfwords: CodePage['halfwords'], index: number): number {
  return ((halfwords[index + 1]! << 16) | halfwords[index]!) >>> 0;
}

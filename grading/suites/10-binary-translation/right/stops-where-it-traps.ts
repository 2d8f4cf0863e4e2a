// A map of edits; the traps at the end of the page go backwards by recursion, and only as far as an instruction does not trap already.
import { PAGE_HALFWORDS, type CodePage, type Edit, type TranslatePart } from '../../src/hypervisor/index.js';
import { instructionTable } from '../../src/machine/index.js';

/** CSR 0x900, and as an instruction of its own a reserved one. */
const TRAP = 0x9000;

class Copy {
  readonly edits = new Map<number, number>();
  constructor(readonly page: CodePage) {}

  at(index: number): number {
    return this.edits.get(index) ?? this.page.halfwords[index]!;
  }
  isLong(index: number): boolean {
    return index >= 0 && this.at(index) % 4 === 3;
  }
  word(index: number): number {
    return this.at(index) + this.at(index + 1) * 2 ** 16;
  }
}

/** The words of a store and a load relative to x0. */
const load = (rd: number, offset: number) => ((offset & 0xfff) * 2 ** 20 + 0x2003 + rd * 128) >>> 0;
const store = (rs2: number, offset: number) => {
  const imm = offset & 0xfff;
  return ((imm >> 5) * 2 ** 25 + rs2 * 2 ** 20 + 0x2023 + (imm & 31) * 128) >>> 0;
};

function instead(page: CodePage, word: number): number | undefined {
  const [csr, rs1, rd] = [word >>> 20, (word >>> 15) & 31, (word >>> 7) & 31];
  switch ((word >>> 12) & 7) {
    case 1: {
      const to = page.storeOffset(csr);
      return rd === 0 && to !== undefined ? store(rs1, to) : undefined;
    }
    case 5: {
      const to = page.storeOffset(csr);
      return rd === 0 && rs1 === 0 && to !== undefined ? store(0, to) : undefined;
    }
    case 0:
    case 4:
      return undefined;
    default: {
      const from = page.loadOffset(csr);
      return rs1 === 0 && rd !== 0 && from !== undefined ? load(rd, from) : undefined;
    }
  }
}

export const translate: TranslatePart = (page) => {
  const copy = new Copy(page);
  const { edits } = copy;
  for (let index = 0; index < PAGE_HALFWORDS - 1; index++) {
    if ((copy.at(index) & 0x7f) !== 0x73) {
      continue;
    }
    const word = copy.word(index);
    const other = index > 0 && !copy.isLong(index - 1) && page.isHot(index) ? instead(page, word) : undefined;
    if (other !== undefined) {
      edits.set(index, other % 65536).set(index + 1, Math.floor(other / 65536));
    } else if (page.failsSilently(word)) {
      edits.set(index + 1, TRAP);
    }
  }
  const mustTrap = (index: number): void => {
    edits.set(index, TRAP);
    if (copy.isLong(index - 1)) {
      const word = copy.word(index - 1);
      const known = instructionTable.find(({ mask, match }) => ((word & mask) ^ match) === 0);
      const traps = known === undefined || ((word & 127) === 0x73 && !page.failsSilently(word));
      if (!traps) {
        mustTrap(index - 1);
      }
    }
  };
  if ((copy.at(PAGE_HALFWORDS - 1) & 0x7f) === 0x73) {
    mustTrap(PAGE_HALFWORDS - 1);
  }
  return Array.from(edits, ([index, halfword]): Edit => ({ index, halfword }));
};

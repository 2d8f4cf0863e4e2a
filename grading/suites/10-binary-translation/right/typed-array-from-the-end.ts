// A typed array, from the last halfword to the first; halfwords of zeros as traps; the instruction's fields by a DataView.
import { PAGE_HALFWORDS, type CodePage, type Edit, type TranslatePart } from '../../src/hypervisor/index.js';

const ILLEGAL = 0x0000;
const BREAK = 0x9002;

export const translate: TranslatePart = (page) => {
  const copy = Uint16Array.from(page.halfwords);
  let open = (copy[PAGE_HALFWORDS - 1]! & 0x7f) === 0x73; // the halfword after this one has become a trap
  for (let i = PAGE_HALFWORDS - 1; i >= 0; i--) {
    const half = page.halfwords[i]!;
    if (open && (i === PAGE_HALFWORDS - 1 || (half % 4 === 3 && half % 128 !== 0x73))) {
      copy[i] = BREAK;
      continue;
    }
    open = false;
    if (i === PAGE_HALFWORDS - 1 || (half & 0x7f) !== 0x73) {
      continue;
    }
    const view = new DataView(new ArrayBuffer(4));
    view.setUint16(0, half, true);
    view.setUint16(2, page.halfwords[i + 1]!, true);
    const word = view.getUint32(0, true);
    const alone = i > 0 && page.halfwords[i - 1]! % 4 !== 3;
    const stands = alone && page.isHot(i) ? stand(page, word) : -1;
    if (stands >= 0) {
      view.setUint32(0, stands, true);
      copy[i] = view.getUint16(0, true);
      copy[i + 1] = view.getUint16(2, true);
    } else if (page.failsSilently(word) && copy[i + 1] !== BREAK) {
      copy[i + 1] = ILLEGAL;
    }
  }
  const edits: Edit[] = [];
  copy.forEach((halfword, index) => {
    if (halfword !== page.halfwords[index]) {
      edits.push({ index, halfword });
    }
  });
  return edits;
};

/** The word of a load or store, or -1. */
function stand(page: CodePage, word: number): number {
  const csr = word >>> 20;
  const [rs1, kind, rd] = [(word >>> 15) % 32, (word >>> 12) % 8, (word >>> 7) % 32];
  if (kind === 0 || kind === 4) {
    return -1;
  }
  if (kind % 4 > 1) {
    const from = page.loadOffset(csr);
    return rs1 !== 0 || rd === 0 || from === undefined
      ? -1
      : ((from + 4096) % 4096) * 2 ** 20 + 0x2003 + rd * 128;
  }
  const to = page.storeOffset(csr);
  if (rd !== 0 || (kind === 5 && rs1 !== 0) || to === undefined) {
    return -1;
  }
  const bits = (to + 4096) % 4096;
  return Math.floor(bits / 32) * 2 ** 25 + rs1 * 2 ** 20 + 0x2023 + (bits % 32) * 128;
}

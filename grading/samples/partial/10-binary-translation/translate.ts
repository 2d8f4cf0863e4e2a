/** Exercise 10, begun: critical instructions trap. The ends of the page and hot instructions are still to come. */
import type { Edit, TranslatePart } from '../../src/hypervisor/index.js';

export const translate: TranslatePart = (page) => {
  const edits: Edit[] = [];
  for (let index = 0; index < 2047; index++) {
    const word = (page.halfwords[index]! + page.halfwords[index + 1]! * 65536) >>> 0;
    if ((word & 3) === 3 && page.failsSilently(word)) edits.push({ index: index + 1, halfword: 0x9002 });
  }
  return edits;
};

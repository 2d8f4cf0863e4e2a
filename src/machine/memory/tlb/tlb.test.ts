/** After a flush nothing is left, whether few entries were used or many. */
import { Lookaside, LOOKASIDE_BYTES, entryAt } from './lookaside.js';
import { Tlb, TLB_INDEX_MASK } from './tlb.js';

const pages = (count: number) => Array.from({ length: count }, (_, page) => page);

test.each([1, 3, 63, 64, 65, 200, 256, 300])('a flush empties a TLB in which %i pages were', (count) => {
  const tlb = new Tlb();
  const empty = [...tlb.tags];
  pages(count).forEach((page) => tlb.fill(page << 12, page, true));
  expect(tlb.tags[(count - 1) & TLB_INDEX_MASK]).toBe((count - 1) << 12);
  tlb.flush();
  expect([...tlb.tags]).toEqual(empty);
  tlb.fill(7 << 12, 7, false); // and again
  tlb.flush();
  expect([...tlb.tags]).toEqual(empty);
});

test.each([1, 3, 64, 65, 300])('a flush empties a lookaside in which %i pages were', (count) => {
  const lookaside = new Lookaside(new ArrayBuffer(LOOKASIDE_BYTES), 0);
  const tags = () => pages(256).flatMap((page) => [...lookaside.entries.subarray(4 * page, 4 * page + 2)]);
  const empty = tags();
  pages(count).forEach((page) => lookaside.fill(page << 12, 0, page % 2 === 0));
  expect(lookaside.entries[entryAt((count - 1) << 12) + (count % 2 === 1 ? 1 : 0)]).toBe((count - 1) << 12);
  lookaside.flush();
  expect(tags()).toEqual(empty);
});

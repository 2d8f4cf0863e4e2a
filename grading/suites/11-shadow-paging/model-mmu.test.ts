import type { MmuFacade, ShadowPart } from '../../../src/hypervisor/index.js';
import { observe } from './model-mmu.js';
import type { Situation } from './situation.js';

const ADDRESS = 0x8000_1000;
const access = { address: ADDRESS, kind: 'load', mode: 1, satp: 0 } as const;
const after = (write: Record<number, number>): Situation => ({ steps: [{ write }, access] });

/** Tells by a device at which address what it has read. */
const reads: ShadowPart = (_access, mmu) => ({ kind: 'device', address: mmu.readEntry(ADDRESS) });
const answers = (part: ShadowPart, situation: Situation) =>
  observe(part, situation).map(({ answer }) => answer);

test('each situation begins with memory that is 0, though all of them have the same', () => {
  expect(answers(reads, after({ [ADDRESS]: 5 }))).toEqual(["{ kind: 'device', address: 5 }"]);
  expect(answers(reads, after({}))).toEqual(["{ kind: 'device', address: 0 }"]);
  const writesAndThrows: ShadowPart = (_access, mmu) => {
    mmu.writeEntry(ADDRESS, 7);
    throw new Error('enough');
  };
  expect(() => observe(writesAndThrows, after({}))).toThrow('enough');
  expect(answers(reads, after({}))).toEqual(["{ kind: 'device', address: 0 }"]);
});

test('a part that keeps its mmu does not reach the memory of the next situation', () => {
  let kept: MmuFacade | undefined;
  const keeps: ShadowPart = (asked, mmu) => {
    kept ??= mmu;
    return reads(asked, kept);
  };
  observe(keeps, after({}));
  expect(() => observe(keeps, after({ [ADDRESS]: 5 }))).toThrow("not all in the VM's memory; the call was");
});

import {
  Machine,
  PTE_R,
  PTE_V,
  PTE_W,
  PTE_X,
  SATP_MODE_SV32,
  SATP_PPN,
  type Memory,
} from '../../machine/index.js';
import { ShadowTables } from './shadow-tables.js';

const FIRST = 0x8_0000;
const GUEST = FIRST + 300; // machine frames of the guest, from here on
const all = { read: true, write: true, execute: true };

/** Address spaces in the context of the kernel: that whose root is guest table `root`, and one without paging. */
const space = (root: number) => (root + 1) * 8 + 1;
const BARE = 0;

function tables(count: number) {
  const { memory } = new Machine({ memoryBytes: 400 * 4096 });
  let flushes = 0;
  const frames = Array.from({ length: count }, (_, i) => FIRST + i);
  const shadow = new ShadowTables(memory, frames, 64, () => flushes++);
  const map = (at: number, address: number, frame: number, entries: readonly number[] = [], kind = 'load') =>
    shadow.map(at, { address, kind: kind as 'load' | 'store' }, frame, all, entries);
  return { shadow, memory, map, flushes: () => flushes };
}

/** Writes an entry of one of the guest's tables, and returns its place. */
function entry(memory: Memory, table: number, index: number, frame: number, flags: number): number {
  const place = (GUEST + table) * 4096 + 4 * index;
  memory.write32(place, ((frame << 10) | flags) >>> 0);
  return place;
}

/** The guest's tables: root 0 → table 1 → page 5 at 0x0000_3000. Returns the places of both entries. */
function twoLevels(memory: Memory, root = 0, table = 1): number[] {
  return [entry(memory, root, 0, table, PTE_V), entry(memory, table, 3, 5, PTE_V | PTE_R | PTE_W)];
}

/** Whether the shadow entry of an address allows writes. */
function isWritable(memory: Memory, satp: number, address: number): boolean {
  const upper = memory.read32((satp & SATP_PPN) * 4096 + 4 * (address >>> 22));
  return (memory.read32((upper >>> 10) * 4096 + 4 * ((address >>> 12) & 0x3ff)) & PTE_W) !== 0;
}

test('what was mapped is found, in its own address space and at its own page alone', () => {
  const { shadow, map } = tables(8);
  map(BARE, 0x1234_5678, FIRST + 9);
  expect(shadow.lookup(BARE, 0x1234_5678)).toBe(0x8000_9678);
  expect(shadow.lookup(BARE, 0x1234_4678)).toBeUndefined();
  expect(shadow.lookup(BARE, 0x5234_5678)).toBeUndefined();
  expect(shadow.lookup(space(7), 0x1234_5678)).toBeUndefined();
});

test('each address space has a root of its own, tagged with its ASID', () => {
  const { shadow } = tables(8);
  const [one, other] = [shadow.satp(space(1)), shadow.satp(space(2))];
  expect(one & SATP_PPN).not.toBe(other & SATP_PPN);
  expect([one >>> 22, other >>> 22]).toEqual([(SATP_MODE_SV32 >>> 22) | 64, (SATP_MODE_SV32 >>> 22) | 65]);
  expect(shadow.satp(space(1))).toBe(one);
});

test('the tables of an address space outlive a switch, and a fence after nothing was written', () => {
  const { shadow, memory, map, flushes } = tables(8);
  map(space(0), 0x3000, FIRST + 9, twoLevels(memory));
  shadow.satp(space(4));
  shadow.fence();
  expect(shadow.lookup(space(0), 0x3000)).toBe(0x8000_9000);
  expect(flushes()).toBe(0);
});

test('a fence removes what was made from an entry that has changed, and nothing else', () => {
  const { shadow, memory, map, flushes } = tables(8);
  const [root, three] = twoLevels(memory) as [number, number];
  const four = entry(memory, 1, 4, 6, PTE_V | PTE_R);
  map(space(0), 0x3000, FIRST + 9, [root, three]);
  map(space(0), 0x4000, FIRST + 10, [root, four]);
  memory.write32(three, 0);
  shadow.written(GUEST + 1);
  expect(shadow.lookup(space(0), 0x3000)).toBe(0x8000_9000); // a TLB would also still hold it
  shadow.fence();
  expect(shadow.lookup(space(0), 0x3000)).toBeUndefined();
  expect(shadow.lookup(space(0), 0x4000)).toBe(0x8000_a000);
  expect(flushes()).toBe(1);
});

test('a pointer that has changed takes its part of the address space along, in that root alone', () => {
  const { shadow, memory, map } = tables(8);
  const [one, three] = twoLevels(memory, 0, 1) as [number, number];
  const [two] = twoLevels(memory, 2, 1) as [number, number];
  map(space(0), 0x3000, FIRST + 9, [one, three]);
  map(space(2), 0x3000, FIRST + 9, [two, three]);
  memory.write32(one, 0);
  shadow.written(GUEST);
  shadow.fence();
  expect(shadow.lookup(space(0), 0x3000)).toBeUndefined();
  expect(shadow.lookup(space(2), 0x3000)).toBe(0x8000_9000);
});

test('roots that share a table of the guest share its shadow: filled for one, it is there for both', () => {
  const { shadow, memory, map } = tables(8);
  const [one, three] = twoLevels(memory, 0, 1) as [number, number];
  const [two] = twoLevels(memory, 2, 1) as [number, number];
  const four = entry(memory, 1, 4, 6, PTE_V | PTE_R);
  map(space(0), 0x3000, FIRST + 9, [one, three]);
  map(space(2), 0x4000, FIRST + 10, [two, four]);
  expect([shadow.lookup(space(0), 0x4000), shadow.lookup(space(2), 0x3000)]).toEqual([
    0x8000_a000, 0x8000_9000,
  ]);
});

test('a superpage is filled page by page, and removed as a whole', () => {
  const { shadow, memory, map } = tables(8);
  const big = entry(memory, 0, 0, 0, PTE_V | PTE_R | PTE_X);
  map(space(0), 0x3000, FIRST + 9, [big]);
  map(space(0), 0x5000, FIRST + 10, [big]);
  memory.write32(big, 0);
  shadow.written(GUEST);
  shadow.fence();
  expect([0x3000, 0x5000].map((at) => shadow.lookup(space(0), at))).toEqual([undefined, undefined]);
});

test('a page table cannot be written until that was noticed, and again not after the next fence', () => {
  const { shadow, memory, map } = tables(8);
  const [root, three] = twoLevels(memory) as [number, number];
  const table = GUEST + 1;
  map(BARE, 0x9000, table); // before it was known to be a table
  expect(isWritable(memory, shadow.satp(BARE), 0x9000)).toBe(true);
  map(space(0), 0x3000, FIRST + 9, [root, three]);
  expect(isWritable(memory, shadow.satp(BARE), 0x9000)).toBe(false);
  map(BARE, 0xa000, table);
  expect(isWritable(memory, shadow.satp(BARE), 0xa000)).toBe(false);
  map(BARE, 0x9000, table, [], 'store');
  expect(isWritable(memory, shadow.satp(BARE), 0x9000)).toBe(true);
  shadow.fence();
  expect(isWritable(memory, shadow.satp(BARE), 0x9000)).toBe(false);
});

test('a frame that is no page table any more is written freely', () => {
  const { shadow, memory, map } = tables(8);
  const [root, three] = twoLevels(memory) as [number, number];
  map(space(0), 0x3000, FIRST + 9, [root, three]);
  map(BARE, 0x9000, GUEST + 1, [], 'store');
  memory.write32(three, 0);
  shadow.fence();
  expect(isWritable(memory, shadow.satp(BARE), 0x9000)).toBe(true);
});

test('accessed and dirty bits that the VMM sets are no change; that the guest clears them is one', () => {
  const { shadow, memory, map } = tables(8);
  const [root, three] = twoLevels(memory) as [number, number];
  const marked = memory.read32(three) | 0xc0;
  map(space(0), 0x3000, FIRST + 9, [root, three]);
  memory.write32(three, marked);
  shadow.written(GUEST + 1);
  shadow.fence();
  expect(shadow.lookup(space(0), 0x3000)).toBe(0x8000_9000);
  map(space(0), 0x3000, FIRST + 9, [root, three]);
  memory.write32(three, marked & ~0x80);
  shadow.written(GUEST + 1);
  shadow.fence();
  expect(shadow.lookup(space(0), 0x3000)).toBeUndefined();
});

test('what was forgotten is gone, and the TLB is flushed', () => {
  const { shadow, map, flushes } = tables(8);
  map(BARE, 0, FIRST + 9);
  shadow.forget();
  expect(shadow.lookup(BARE, 0)).toBeUndefined();
  expect(flushes()).toBe(1);
});

test('when the frames are used up, the tables make room for the newest translations', () => {
  const { shadow, map } = tables(3);
  for (let i = 0; i < 10; i++) {
    const [code, data] = [i << 22, (i + 500) << 22];
    map(BARE, code, FIRST + 9);
    map(BARE, data, FIRST + 10);
    // An instruction and its operand: without both at once the guest could not go on.
    expect([shadow.lookup(BARE, code), shadow.lookup(BARE, data)]).toEqual([0x8000_9000, 0x8000_a000]);
  }
  shadow.satp(space(3)); // another address space makes room too
  expect(shadow.lookup(BARE, 9 << 22)).toBeUndefined();
});

test('more address spaces than ASIDs are possible: the older ones are filled again', () => {
  const { shadow } = tables(200);
  const satps = Array.from({ length: 65 }, (_, index) => shadow.satp(space(index)));
  expect(new Set(satps.slice(0, 64).map((satp) => satp >>> 22)).size).toBe(64);
  expect(satps[64]! >>> 22).toBe(satps[0]! >>> 22);
});

test('an address space whose root is not in memory shares nothing with that without paging', () => {
  const { shadow, map } = tables(8);
  map(space(0), 0x3000, FIRST + 9);
  expect(shadow.lookup(space(0), 0x3000)).toBe(0x8000_9000);
  map(BARE, 0x4000, FIRST + 10);
  expect([shadow.lookup(BARE, 0x3000), shadow.lookup(space(0), 0x4000)]).toEqual([undefined, undefined]);
});

test('fewer than three frames are refused: no instruction could complete', () => {
  expect(() => tables(2)).toThrow('shadow tables need at least 3 frames, not 2');
});

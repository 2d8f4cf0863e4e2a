import { Machine, PTE_R, PTE_U, PTE_V, SATP_MODE_SV32 } from '../../machine/index.js';
import { GuestMemory } from '../vm/index.js';
import { walkedEntries } from './walked-entries.js';

const FIRST = 0x8_0000; // frame numbers of the machine and of the guest begin here; the guest's frame n is the machine's n + 4
const PAGES = 4;
const ADDRESS = 0x0040_3123;

/** A guest of four frames whose root is frame 0. `entries`: what stands at [frame, index]. Returns what a walk reads, as such pairs. */
function walk(entries: readonly [frame: number, index: number, value: number][], satp = SATP_MODE_SV32) {
  const machine = new Machine({ memoryBytes: 16 * 4096 }).memory;
  const memory = new GuestMemory(machine, (frame) => frame + 4, FIRST * 4096, PAGES * 4096);
  for (const [frame, index, value] of entries) {
    memory.writeWord((FIRST + frame) * 4096 + 4 * index, value);
  }
  const found = walkedEntries(memory, (satp | FIRST) >>> 0, ADDRESS);
  return found.map((place) => [Math.floor(place / 4096) - FIRST - 4, (place % 4096) / 4]);
}

const pte = (frame: number, flags: number) => (((FIRST + frame) << 10) | flags) >>> 0;

test('without paging, no entry decides', () => {
  expect(walk([[0, 1, pte(2, PTE_V)]], 0)).toEqual([]);
});

test('a pointer and the entry that it leads to decide, whatever that one says', () => {
  const pointer: [number, number, number] = [0, 1, pte(2, PTE_V)];
  const both = [
    [0, 1],
    [2, 3],
  ];
  expect(walk([pointer])).toEqual(both);
  expect(walk([pointer, [2, 3, pte(1, PTE_V | PTE_R)]])).toEqual(both);
  expect(walk([pointer, [2, 3, pte(1, PTE_V)]])).toEqual(both); // a pointer where only a page can be
});

test.each([
  ['a superpage', pte(0, PTE_V | PTE_R)],
  ['nothing', pte(2, 0)],
  ['a pointer with a reserved bit', pte(2, PTE_V | PTE_U)],
])('a root entry that is %s decides alone', (_what, value) => {
  expect(walk([[0, 1, value]])).toEqual([[0, 1]]);
});

test('where a pointer leads to no memory, the pointer decides', () => {
  expect(walk([[0, 1, pte(PAGES, PTE_V)]])).toEqual([[0, 1]]);
  expect(walk([[0, 1, (0x3f_ffff << 10) | PTE_V]])).toEqual([[0, 1]]); // 34 bits
});

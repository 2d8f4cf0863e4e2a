import { Machine } from '../../machine/index.js';
import { createFrameAllocator } from '../../../solutions/02-frame-allocator/allocator.js';
import { GuestMemory } from './guest-memory.js';

const BASE = 0x8000_0000;

/** Two pages that are neighbours for the guest and lie in frames that are not. */
function scattered(): { memory: GuestMemory; machine: Machine } {
  const machine = new Machine({ memoryBytes: 8 * 4096 });
  const firstFrame = BASE / 4096 + 2;
  const allocator = createFrameAllocator({ firstFrame, frameCount: 4, scrub: () => undefined });
  allocator.allocate(0, BASE / 4096 + 1, 1);
  allocator.allocate(1, 0, 1);
  allocator.allocate(0, BASE / 4096, 1);
  const frameMap = (guestFrame: number) => allocator.translate(0, guestFrame);
  return { memory: new GuestMemory(machine.memory, frameMap, BASE, 2 * 4096), machine };
}

test('bytes that cross a page are read and written where their frames are', () => {
  const { memory, machine } = scattered();
  memory.writeBytes(BASE + 4094, Uint8Array.of(1, 2, 3, 4));
  expect([...memory.readBytes(BASE + 4094, 4)]).toEqual([1, 2, 3, 4]);
  expect(machine.memory.read8(BASE + 5 * 4096 - 1)).toBe(2); // the guest's first page is in the third frame of the pool
  expect(machine.memory.read8(BASE + 2 * 4096)).toBe(3);
  expect(memory.readByte(BASE + 4097)).toBe(4);
});

test('words are little-endian and unsigned', () => {
  const { memory } = scattered();
  memory.writeWord(BASE + 8, -1);
  memory.writeByte(BASE + 8, 0xfe);
  expect(memory.readWord(BASE + 8)).toBe(0xffff_fffe);
});

test.each([BASE - 4, BASE + 2 * 4096, 0, -4, NaN, 2 ** 33])(
  'a word at %d, outside of memory, is a RangeError',
  (at) => {
    const { memory } = scattered();
    expect(() => memory.readWord(at)).toThrow(RangeError);
    expect(() => memory.writeWord(at, 1)).toThrow(RangeError);
  },
);

test('a misaligned word is a RangeError that names it', () => {
  expect(() => scattered().memory.readWord(BASE + 2)).toThrow('address 0x80000002 is not a multiple of 4');
});

test('bytes that are not all in memory are refused before one is written', () => {
  const { memory } = scattered();
  const end = BASE + 2 * 4096;
  expect(() => memory.writeBytes(end - 2, Uint8Array.of(1, 2, 3))).toThrow(
    "3 bytes at guest-physical address 0x80001ffe are not all in the VM's memory",
  );
  expect(memory.readByte(end - 2)).toBe(0);
  expect(() => memory.readBytes(end - 2, 3)).toThrow(RangeError);
  expect(() => memory.readBytes(BASE, -1)).toThrow("not all in the VM's memory");
  expect(() => memory.readBytes(BASE, 2 ** 53)).toThrow("not all in the VM's memory");
});

test('a frame number of 22 bits that leads nowhere has no machine frame', () => {
  const { memory } = scattered();
  expect(memory.frameOf(BASE / 4096)).toBe(BASE / 4096 + 4);
  expect(memory.frameOf(0x3f_ffff)).toBeUndefined();
});

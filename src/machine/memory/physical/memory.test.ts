import { RAM_BASE } from './memory-map.js';
import { Memory } from './memory.js';

test('memories may lie side by side in one buffer, and each sees its own bytes alone', () => {
  const buffer = new ArrayBuffer(0x3000);
  const [low, high] = [new Memory(buffer, 0x1000), new Memory(buffer, 0x2000, 0x1000)];
  low.write32(RAM_BASE + 0xffc, 0x1122_3344);
  high.write32(RAM_BASE, 0xaabb_ccdd);
  expect(low.read32(RAM_BASE + 0xffc)).toBe(0x1122_3344);
  expect([high.bytes[0], high.halves[0], high.words[0]]).toEqual([0xdd, 0xccdd, 0xaabb_ccdd | 0]);
  expect(high.read16(RAM_BASE + 2)).toBe(0xaabb);
  expect(high.contains(RAM_BASE + 0x1fff, 1)).toBe(true);
  expect(high.contains(RAM_BASE + 0x2000, 1)).toBe(false);
  expect(() => low.read8(RAM_BASE + 0x1000)).toThrow(RangeError);
});

import { Machine, SATP_MODE_SV32, SATP_PPN } from '../../machine/index.js';
import { ShadowTables } from './shadow-tables.js';

const FIRST = 0x8_0000;
const all = { read: true, write: true, execute: true };

function tables(frames: number): { shadow: ShadowTables; flushes: () => number } {
  const { memory } = new Machine({ memoryBytes: 16 * 4096 });
  let flushes = 0;
  const list = Array.from({ length: frames }, (_, i) => FIRST + i);
  return { shadow: new ShadowTables(memory, list, () => flushes++), flushes: () => flushes };
}

test('what was mapped is found, in its own context and at its own page alone', () => {
  const { shadow } = tables(8);
  shadow.map(1, 0x1234_5678, 0x8_0009, all);
  expect(shadow.lookup(1, 0x1234_5678)).toBe(0x8000_9678);
  expect(shadow.lookup(1, 0x1234_4678)).toBeUndefined();
  expect(shadow.lookup(1, 0x5234_5678)).toBeUndefined();
  expect(shadow.lookup(0, 0x1234_5678)).toBeUndefined();
});

test('each context has a root of its own, tagged with its ASID', () => {
  const { shadow } = tables(8);
  const [kernel, user] = [shadow.satp(1, 9), shadow.satp(0, 8)];
  expect(kernel & SATP_PPN).not.toBe(user & SATP_PPN);
  expect(kernel >>> 22).toBe((SATP_MODE_SV32 >>> 22) | 9);
  expect(shadow.satp(1, 9)).toBe(kernel);
});

test('what was forgotten is gone, and the TLB is flushed', () => {
  const { shadow, flushes } = tables(8);
  shadow.map(1, 0, 0x8_0009, all);
  shadow.forget();
  expect(shadow.lookup(1, 0)).toBeUndefined();
  expect(flushes()).toBe(1);
});

test('when the frames are used up, the tables make room for the newest translations', () => {
  const { shadow } = tables(3);
  for (let i = 0; i < 10; i++) {
    const [code, data] = [i << 22, (i + 500) << 22];
    shadow.map(1, code, 0x8_0009, all);
    shadow.map(1, data, 0x8_000a, all);
    // An instruction and its operand: without both at once the guest could not go on.
    expect([shadow.lookup(1, code), shadow.lookup(1, data)]).toEqual([0x8000_9000, 0x8000_a000]);
  }
  shadow.satp(0, 0); // another context makes room too
  expect(shadow.lookup(1, 9 << 22)).toBeUndefined();
});

test('fewer than three frames are refused: no instruction could complete', () => {
  expect(() => tables(2)).toThrow('shadow tables need at least 3 frames, not 2');
});

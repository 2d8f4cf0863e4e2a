import { Csr, Machine } from '../index.js';

const L = 0x80;
const TOR = 0x08;
const NA4 = 0x10;
const NAPOT = 0x18;
const RWX = 7;

/** The hart of a machine with PMP, after a reset. */
function freshHart() {
  return new Machine({ memoryBytes: 4096, pmpEntries: 16 }).hart;
}

test('3.7: after a reset all entries are off and unlocked', () => {
  const hart = freshHart();
  expect([0, 1, 2, 3].map((index) => hart.readCsr(Csr.pmpcfg0 + index))).toEqual([0, 0, 0, 0]);
});

test('3.7.1: bits 5 and 6 of a configuration are zero', () => {
  const hart = freshHart();
  hart.writeCsr(Csr.pmpcfg0, 0x7f7f_7f7f);
  expect(hart.readCsr(Csr.pmpcfg0)).toBe(0x1f1f_1f1f);
});

test.each([
  [0b010, 0b000],
  [0b110, 0b100],
  [0b011, 0b011],
  [0b111, 0b111],
])('3.7.1: writable but not readable is reserved, so rights %i become %i', (written, kept) => {
  const hart = freshHart();
  hart.writeCsr(Csr.pmpcfg0 + 1, NAPOT | written);
  expect(hart.readCsr(Csr.pmpcfg0 + 1)).toBe(NAPOT | kept);
});

test.each([0, TOR, NA4, NAPOT])(
  '3.7.1.1: the grain is 4 bytes: pmpaddr keeps all bits in mode %i',
  (mode) => {
    const hart = freshHart();
    hart.writeCsr(Csr.pmpcfg0, mode);
    for (const address of [0xffff_ffff, 0, 0x2000_0801, 0xaaaa_aaaa]) {
      hart.writeCsr(Csr.pmpaddr0, address);
      expect(hart.readCsr(Csr.pmpaddr0)).toBe(address);
    }
  },
);

test('3.7.1.2: a locked entry keeps its configuration and address; its neighbours can change', () => {
  const hart = freshHart();
  hart.writeCsr(Csr.pmpaddr0 + 5, 1);
  hart.writeCsr(Csr.pmpcfg0 + 1, (L | NAPOT | RWX) << 8);
  hart.writeCsr(Csr.pmpcfg0 + 1, 0x0102_0304);
  hart.writeCsr(Csr.pmpaddr0 + 5, 2);
  hart.writeCsr(Csr.pmpaddr0 + 4, 3);
  expect(hart.readCsr(Csr.pmpcfg0 + 1)).toBe(0x0100_9f04);
  expect([4, 5].map((entry) => hart.readCsr(Csr.pmpaddr0 + entry))).toEqual([3, 1]);
});

test('3.7.1.2: an entry can be locked while it is off', () => {
  const hart = freshHart();
  hart.writeCsr(Csr.pmpcfg0, L);
  hart.writeCsr(Csr.pmpcfg0, NAPOT | RWX);
  hart.writeCsr(Csr.pmpaddr0, 9);
  expect([hart.readCsr(Csr.pmpcfg0), hart.readCsr(Csr.pmpaddr0)]).toEqual([L, 0]);
});

test.each([
  ['locked and top of a range', L | TOR, 0],
  ['locked and off', L, 7],
  ['locked and a power of two', L | NAPOT, 7],
  ['top of a range, not locked', TOR, 7],
])(
  '3.7.1.2: pmpaddr of an entry, when the entry above it is %s, can change or not',
  (_title, above, kept) => {
    const hart = freshHart();
    // Entry 3 is the last of pmpcfg0, entry 4 the first of pmpcfg1.
    hart.writeCsr(Csr.pmpcfg0 + 1, above);
    hart.writeCsr(Csr.pmpaddr0 + 3, 7);
    expect(hart.readCsr(Csr.pmpaddr0 + 3)).toBe(kept);
  },
);

test('3.7.1: the odd pmpcfg registers exist on RV32; without PMP there are no PMP registers', () => {
  expect(freshHart().readCsr(Csr.pmpcfg0 + 3)).toBe(0);
  const without = new Machine({ memoryBytes: 4096 }).hart;
  expect(() => without.readCsr(Csr.pmpcfg0)).toThrow(RangeError);
});

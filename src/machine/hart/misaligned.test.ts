import { assemble } from '../../assembler/index.js';
import { Cause, Csr, SATP_MODE_SV32, type Machine } from '../index.js';
import { boot, register } from '../testing.js';

const DATA = 0x8000_1000;
const TABLE = 0x8000_4000;
const LEAVES = 0x8000_5000;

function bootWith(source: string, address: number, misaligned: 'hardware' | 'trap' = 'hardware'): Machine {
  const machine = boot(assemble(source), {
    firmware: 'vmm',
    misaligned,
    registers: { a1: address, a2: 0x8182_8384 },
  });
  for (let index = 0; index < 16; index += 1) {
    machine.memory.write8(DATA + 0xff8 + index, 0xf0 + index);
  }
  return machine;
}

test.each([
  ['lw', 0xffa],
  ['lw', 0xffe],
  ['lw', 0xffd],
  ['lh', 0xff9],
  ['lh', 0xfff],
  ['lhu', 0xff9],
])('%s at offset %i is executed in hardware', (name, offset) => {
  const machine = bootWith(`${name} a0, 0(a1)`, DATA + offset);
  machine.run(1);
  const bytes = [0, 1, 2, 3].map((index) => machine.memory.read8(DATA + offset + index));
  const word = new DataView(Uint8Array.from(bytes).buffer);
  const expected = {
    lw: word.getUint32(0, true),
    lh: word.getInt16(0, true) >>> 0,
    lhu: word.getUint16(0, true),
  };
  expect(register(machine, 'a0')).toBe(expected[name as keyof typeof expected]);
});

test('misaligned stores are executed too, and change no other byte', () => {
  const machine = bootWith('sw a2, 0(a1)\n sh a2, 7(a1)', DATA + 0xffd);
  machine.run(2);
  const bytes = Array.from({ length: 16 }, (_, index) => machine.memory.read8(DATA + 0xff8 + index));
  expect(bytes).toEqual([
    0xf0, 0xf1, 0xf2, 0xf3, 0xf4, 0x84, 0x83, 0x82, 0x81, 0xf9, 0xfa, 0xfb, 0x84, 0x83, 0xfe, 0xff,
  ]);
});

test.each<[string, Cause]>([
  ['lw a0, 0(a1)', Cause.LoadMisaligned],
  ['sw a2, 0(a1)', Cause.StoreMisaligned],
])('by default %s traps', (source, cause) => {
  expect(bootWith(source, DATA + 2, 'trap').run(1)).toEqual({ kind: 'trap', cause, tval: DATA + 2 });
});

test.each<[string, Cause]>([
  ['lr.w a0, (a1)', Cause.LoadMisaligned],
  ['amoadd.w a0, a2, (a1)', Cause.StoreMisaligned],
])('%s traps in any case', (source, cause) => {
  expect(bootWith(source, DATA + 2).run(1)).toEqual({ kind: 'trap', cause, tval: DATA + 2 });
});

test.each<[string, Cause]>([
  ['lw a0, 0(a1)', Cause.LoadPageFault],
  ['sw a2, 0(a1)', Cause.StorePageFault],
])('%s that crosses into an unmapped page reports that page, and writes nothing', (source, cause) => {
  const machine = bootWith(source, 0xffe);
  const { memory, hart } = machine;
  memory.write32(TABLE, ((LEAVES >>> 12) << 10) | 1);
  memory.write32(LEAVES, ((DATA >>> 12) << 10) | 0xcf);
  memory.write32(TABLE + 4 * 0x200, ((0x8000_0000 >>> 12) << 10) | 0xcf);
  hart.writeCsr(Csr.satp, SATP_MODE_SV32 | (TABLE >>> 12));
  hart.mode = 1;
  expect(machine.run(1)).toEqual({ kind: 'trap', cause, tval: 0x1000 });
  expect(memory.read16(DATA + 0xffe)).toBe(0xf7f6);
});

test('a misaligned access to a device is an access fault', () => {
  expect(bootWith('lw a0, 0(a1)', 0x1000_0001).run(1)).toEqual({
    kind: 'trap',
    cause: Cause.LoadAccessFault,
    tval: 0x1000_0001,
  });
});

import { ImageError, loadElf, Machine } from '../index.js';

const HEADER = 52;
const PROGRAM_HEADERS = HEADER;
const SECTION_HEADERS = 0x100;
const SYMBOLS = 0x200;
const STRINGS = 0x300;
const CODE = 0x400;
const SIZE = 0x408;

/**
 * A small executable, written field by field. It has two segments (eight bytes of code, linked to a high address and loaded to a
 * low one; zeros), a symbol table and its strings. A patch is [offset, value] and replaces a 32-bit word.
 */
function elf(...patches: [offset: number, value: number][]): Uint8Array {
  const bytes = new Uint8Array(SIZE);
  const view = new DataView(bytes.buffer);
  const words = (offset: number, ...values: number[]) =>
    values.forEach((value, index) => view.setUint32(offset + 4 * index, value, true));
  words(0, 0x464c_457f, 0x0001_0101); // magic; 32 bits, little-endian, version 1
  words(16, (0xf3 << 16) | 2, 1, 0xc000_0004, PROGRAM_HEADERS, SECTION_HEADERS, 0);
  words(40, (32 << 16) | HEADER, (40 << 16) | 3, 3); // entry sizes and counts: 3 program headers, 3 sections
  words(PROGRAM_HEADERS, 1, CODE, 0xc000_0000, 0x8000_0000, 8, 16, 5, 4);
  words(PROGRAM_HEADERS + 32, 1, 0, 0xc000_1000, 0x8000_1000, 0, 64, 6, 4);
  words(PROGRAM_HEADERS + 64, 4, 0x7fff_ffff); // a note, which is not loaded
  words(SECTION_HEADERS + 40, 0, 2, 0, 0, SYMBOLS, 5 * 16, 2, 0, 4, 16); // SHT_SYMTAB, strings in section 2
  words(SECTION_HEADERS + 80, 0, 3, 0, 0, STRINGS, 32);
  const symbol = (index: number, name: number, value: number, info: number, section: number) =>
    words(SYMBOLS + 16 * index, name, value, 0, info | (section << 16));
  symbol(1, 1, 0x8000_0004, 0x12, 1); // start, a global function
  symbol(2, 7, 0x8000_1000, 0x11, 2); // tohost
  symbol(3, 1, 0x1234, 0x00, 1); // start, a local: the global one wins
  symbol(4, 14, 0, 0x10, 0); // other, undefined
  bytes.set(
    [...'\0start\0tohost\0other\0'].map((character) => character.charCodeAt(0)),
    STRINGS,
  );
  words(CODE, 0x0000_0013, 0x0050_0513); // nop; li a0, 5
  for (const [offset, value] of patches) {
    words(offset, value);
  }
  return bytes;
}

test('an executable becomes an image: physical addresses, bytes, entry and symbols', () => {
  const image = loadElf(elf());
  expect(image.entry).toBe(0x8000_0004); // linked to 0xc000_0004, loaded 0x4000_0000 lower
  expect(
    image.segments.map(({ address, bytes, memoryBytes }) => [address, bytes.length, memoryBytes]),
  ).toEqual([
    [0x8000_0000, 8, 16],
    [0x8000_1000, 0, 64],
  ]);
  expect(image.symbols).toEqual({ start: 0x8000_0004, tohost: 0x8000_1000 });
});

test('an entry may be any even address, because of compressed instructions', () => {
  expect(loadElf(elf([24, 0xc000_0006])).entry).toBe(0x8000_0006);
});

test('an entry in no segment becomes the lowest loaded address; an entry that is already physical stays', () => {
  expect(loadElf(elf([24, 0])).entry).toBe(0x8000_0000);
  expect(loadElf(elf([24, 0x8000_1008])).entry).toBe(0x8000_1008);
});

test('a loaded image runs', () => {
  const machine = new Machine({ memoryBytes: 0x4000 });
  machine.memory.bytes.fill(0xff);
  machine.load(loadElf(elf()));
  machine.run(1);
  expect(machine.hart.x[10]).toBe(5);
  expect([...machine.memory.bytes.subarray(8, 17)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0xff]);
});

// The segment of the code as a linker makes it for -Ttext=0x80000000: it starts with the headers of the file, CODE bytes below
// memory. The first section header describes the code.
const headersBelowMemory: [number, number][] = [
  [PROGRAM_HEADERS + 4, 0],
  [PROGRAM_HEADERS + 8, 0xc000_0000 - CODE],
  [PROGRAM_HEADERS + 12, 0x8000_0000 - CODE],
  [PROGRAM_HEADERS + 16, CODE + 8],
  [PROGRAM_HEADERS + 20, CODE + 16],
  [SECTION_HEADERS + 4, 1],
  [SECTION_HEADERS + 8, 6],
  [SECTION_HEADERS + 12, 0xc000_0000],
  [SECTION_HEADERS + 20, 8],
];

test('the headers of the file are left out if they lie below memory', () => {
  expect(loadElf(elf(...headersBelowMemory))).toEqual(loadElf(elf()));
});

test('a segment that has only headers below memory is left out', () => {
  const file = elf(
    [24, 0x1_0000], // the linker did not find the entry: it becomes the lowest loaded address
    [PROGRAM_HEADERS + 32 + 8, 0x7fff_0000],
    [PROGRAM_HEADERS + 32 + 12, 0x7fff_0000],
    [SECTION_HEADERS + 8, 2],
    [SECTION_HEADERS + 12, 0xc000_0000],
    [SECTION_HEADERS + 20, 8],
  );
  const { segments, entry } = loadElf(file);
  expect([segments.map(({ address }) => address), entry]).toEqual([[0x8000_0000], 0x8000_0000]);
});

test.each<[string, [number, number][], number]>([
  ['a section of the program', [[SECTION_HEADERS + 12, 0xbfff_fffc]], 0x8000_0000 - CODE],
  ['unknown bytes, because the file has no sections', [[32, 0]], 0x8000_0000 - CODE],
  [
    'a note about the file',
    [
      [SECTION_HEADERS + 44, 7],
      [SECTION_HEADERS + 48, 2],
      [SECTION_HEADERS + 52, 0xbfff_fff0],
      [SECTION_HEADERS + 60, 4],
    ],
    0x8000_0000,
  ],
])('below memory, %s: decides whether the bytes are left out', (_what, patches, address) => {
  expect(loadElf(elf(...headersBelowMemory, ...patches)).segments[0]!.address).toBe(address);
});

test('headers that lie in memory are loaded too', () => {
  const file = elf(...headersBelowMemory, [PROGRAM_HEADERS + 12, 0x8000_0000]);
  expect(loadElf(file).segments[0]).toMatchObject({ address: 0x8000_0000, memoryBytes: CODE + 16 });
});

test('the bytes may lie anywhere in a larger buffer', () => {
  const inside = new Uint8Array(SIZE + 7);
  inside.set(elf(), 7);
  expect(loadElf(inside.subarray(7))).toEqual(loadElf(elf()));
});

test('an executable without sections has no symbols', () => {
  expect(loadElf(elf([32, 0], [48, 0])).symbols).toEqual({});
  expect(loadElf(elf([SECTION_HEADERS + 44, 1])).symbols).toEqual({}); // sections, but no symbol table
});

test('a symbol may have the name of a property that each JavaScript object has', () => {
  const file = elf();
  file.set(
    [...'\0__proto__\0'].map((character) => character.charCodeAt(0)),
    STRINGS,
  );
  expect(Object.keys(loadElf(file).symbols)).toContain('__proto__');
});

test.each<[string, [number, number][], RegExp]>([
  ['a 64-bit file', [[4, 0x0001_0102]], /not for a 32-bit machine; build it for rv32/],
  ['a big-endian file', [[4, 0x0001_0201]], /not little-endian/],
  ['a file for another machine', [[16, 0x003e_0002]], /for machine 62, not for RISC-V \(243\)/],
  ['an object file', [[16, 0x00f3_0001]], /has type 1, not an executable's \(2\); link it/],
  ['floating point', [[36, 4]], /floating-point registers.*-mabi=ilp32/],
  [
    'nothing to load',
    [
      [PROGRAM_HEADERS, 4],
      [PROGRAM_HEADERS + 32, 4],
    ],
    /nothing to load/,
  ],
  ['no program headers', [[44, 40 << 16]], /nothing to load/],
  [
    'a segment past the end',
    [[PROGRAM_HEADERS + 4, SIZE]],
    /cut short or corrupt: it refers to byte 1040 but has only 1032/,
  ],
  ['a segment that overflows', [[PROGRAM_HEADERS + 4, 0xffff_ffff]], /cut short or corrupt/],
  [
    'a segment longer than its memory',
    [[PROGRAM_HEADERS + 20, 4]],
    /a segment has 8 bytes but occupies only 4/,
  ],
  ['program headers past the end', [[28, 0xffff_0000]], /cut short or corrupt/],
  [
    'program headers too small',
    [[40, (8 << 16) | HEADER]],
    /entries of a table have 8 bytes, at least 32 are needed/,
  ],
  ['sections past the end', [[32, SIZE]], /cut short or corrupt/],
  ['symbols past the end', [[SECTION_HEADERS + 60, 0x1000_0000]], /cut short or corrupt/],
  ['no string table', [[SECTION_HEADERS + 64, 9]], /symbol table has no string table/],
  ['strings past the end', [[SECTION_HEADERS + 100, 0x1000_0000]], /cut short or corrupt/],
  ['an odd entry', [[24, 0xc000_0003]], /entry, 0xc0000003, is no instruction's address/],
])('%s is refused in one line that says why', (_what, patches, message) => {
  expect(() => loadElf(elf(...patches))).toThrow(ImageError);
  expect(() => loadElf(elf(...patches))).toThrow(message);
  expect(() => loadElf(elf(...patches))).not.toThrow('\n');
});

test.each([0, 3])('a file of %i bytes is not an ELF file', (length) => {
  expect(() => loadElf(new Uint8Array(length))).toThrow(
    'not an ELF file: it does not begin with 7f 45 4c 46',
  );
});

test('a file that is cut short is refused, or has all that is needed', () => {
  for (let length = 4; length < SIZE; length += 1) {
    expect(() => loadElf(elf().subarray(0, length))).toThrow(ImageError);
  }
});

test('a symbol name without an end is refused early', () => {
  const file = new Uint8Array(0x4000).fill(0x61);
  file.set(elf([SECTION_HEADERS + 100, 0x2000]));
  file.fill(0x61, STRINGS);
  expect(() => loadElf(file)).toThrow("a symbol's name has more than 4096 characters");
});

test('a file with a changed byte is loaded, or refused with an ImageError', () => {
  for (let offset = 0; offset < CODE; offset += 1) {
    for (const flip of [0x01, 0x80, 0xff]) {
      const file = elf();
      file[offset]! ^= flip;
      try {
        loadElf(file);
      } catch (error) {
        expect(error).toBeInstanceOf(ImageError);
      }
    }
  }
});

test('a file that would take too much time or memory is refused: too many segments, symbols or characters in names', () => {
  const manySegments = new Uint8Array(HEADER + 32 * 60_000);
  manySegments.set(elf().subarray(0, HEADER));
  const view = new DataView(manySegments.buffer);
  view.setUint32(32, 0, true);
  view.setUint16(44, 60_000, true);
  view.setUint16(48, 0, true);
  expect(() => loadElf(manySegments)).toThrow(/60000 program headers: at most 1024 are read/);

  const symbols = 20_000;
  const strings = SIZE + 16 * symbols;
  const longNames = new Uint8Array(strings + 4096).fill(0x61, strings, strings + 4095);
  const words: [number, number][] = [
    [SECTION_HEADERS + 40 + 16, SIZE],
    [SECTION_HEADERS + 40 + 20, 16 * symbols],
    [SECTION_HEADERS + 80 + 16, strings],
    [SECTION_HEADERS + 80 + 20, 4096],
  ];
  longNames.set(elf(...words));
  expect(() => loadElf(longNames)).toThrow(/characters in names of symbols: at most/);
});

test('segments that overlap are refused if they have more bytes than the memory', () => {
  const segment = { address: 0x8000_0000, bytes: new Uint8Array(4), memoryBytes: 0x8000 };
  const machine = new Machine({ memoryBytes: 0x1_0000 });
  const load = (count: number) => () =>
    machine.load({ entry: 0x8000_0000, segments: Array(count).fill(segment), symbols: {} });
  expect(load(2)).not.toThrow();
  expect(load(3)).toThrow(/lie over each other/);
});

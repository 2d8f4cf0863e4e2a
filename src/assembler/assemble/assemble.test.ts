import { Machine } from '../../machine/index.js';
import { assemble, type Program } from '../index.js';

/** Address and length of each segment. */
function map(program: Program): string[] {
  return program.image.segments.map(
    ({ address, bytes, memoryBytes }) => `${address.toString(16)} ${bytes.length} ${memoryBytes}`,
  );
}

const everySection = `
  .bss
buffer: .space 100
  .data
  .align 3
value: .word buffer, _end
  .section .rodata.text, "a", @progbits
hello: .asciz "hello"
  .text
_start: nop
  .section .text.last
last: nop
  .text
  ret
`;

test('sections follow each other in the order text, rodata, data, bss, whatever their order in the source', () => {
  const program = assemble(everySection);
  expect(map(program)).toEqual(['80000000 12 12', '8000000c 6 6', '80000018 8 8', '80000020 0 100']);
  expect(program.symbols).toEqual({
    _start: 0x8000_0000,
    last: 0x8000_0008,
    hello: 0x8000_000c,
    value: 0x8000_0018,
    buffer: 0x8000_0020,
  });
});

test('the symbols of the linker say where the program ends', () => {
  const { image } = assemble(everySection);
  expect([...(image.segments[2]?.bytes ?? [])]).toEqual([0x20, 0, 0, 0x80, 0x84, 0, 0, 0x80]);
});

test('a symbol of the source goes before a symbol of the linker', () => {
  const { symbols, listing } = assemble('_end = 5\nlui a0, _end');
  expect(symbols).toEqual({ _end: 5 });
  expect(listing[0]?.word).toBe(0x0000_5537);
});

test('the program starts at _start, or at the origin where there is none', () => {
  expect(assemble('nop\n_start: nop').image.entry).toBe(0x8000_0004);
  expect(assemble('nop').image.entry).toBe(0x8000_0000);
  expect(assemble('nop', { origin: 0x8040_0000 }).image.entry).toBe(0x8040_0000);
});

test('another origin moves every address', () => {
  const { symbols, image } = assemble('a: .word a', { origin: 0x1000 });
  expect(symbols).toEqual({ a: 0x1000 });
  expect([...(image.segments[0]?.bytes ?? [])]).toEqual([0, 0x10, 0, 0]);
});

test('the listing has one entry for each instruction, with the line and the statement that it comes from', () => {
  const { listing } = assemble('# a comment\n_start: li a0, 0x12345 # load\n  nop; ret\n .word 5\n');
  expect(listing).toEqual([
    { address: 0x8000_0000, word: 0x0001_2537, bytes: 4, line: 2, text: '_start: li a0, 0x12345' },
    { address: 0x8000_0004, word: 0x3455_0513, bytes: 4, line: 2, text: '_start: li a0, 0x12345' },
    { address: 0x8000_0008, word: 0x0000_0013, bytes: 4, line: 3, text: 'nop' },
    { address: 0x8000_000c, word: 0x0000_8067, bytes: 4, line: 3, text: 'ret' },
  ]);
});

test('a local label means the nearest one above or below', () => {
  const { listing } = assemble('1: j 1f\n1: j 1b\nj 1b\nj 2f\n1:\n2: j 1b');
  expect(listing.map(({ word }) => word.toString(16))).toEqual(['40006f', '6f', 'ffdff06f', '40006f', '6f']);
});

test('local labels and names that begin with .L stay out of the symbols', () => {
  expect(assemble('1: nop\n.Lhidden: nop\nseen: nop\n.equ five, 5').symbols).toEqual({
    seen: 0x8000_0008,
    five: 5,
  });
});

test('comments may stand anywhere, and lines are still counted right', () => {
  const source = '/* one\n two */ nop /* three */ # four\nnop // five\n/* six\n*/ ret';
  expect(assemble(source).listing.map(({ line, text }) => [line, text])).toEqual([
    [2, 'nop'],
    [3, 'nop'],
    [5, 'ret'],
  ]);
});

test('lines may end as on Windows', () => {
  expect(assemble('nop\r\nret\r\n').listing.map(({ line, text }) => [line, text])).toEqual([
    [1, 'nop'],
    [2, 'ret'],
  ]);
});

test('several labels may stand before one statement', () => {
  expect(assemble('a: b: nop\nc:').symbols).toEqual({ a: 0x8000_0000, b: 0x8000_0000, c: 0x8000_0004 });
});

test('the machine runs what was assembled', () => {
  const { image } = assemble(`
      .equ UART, 0x10000000
      .equ FINISHER, 0x100000
    _start:
      la s0, message
      li s1, UART
    1: lbu a0, (s0)
      beqz a0, 2f
      sb a0, (s1)
      addi s0, s0, 1
      j 1b
    2: li t0, FINISHER
      li t1, 0x5555
      sw t1, (t0)
      j .
      .section .rodata
    message: .asciz "hello"
  `);
  const machine = new Machine({ memoryBytes: 0x1_0000 });
  machine.load(image);
  expect(machine.run(1000)).toEqual({ kind: 'finished', code: 0 });
  expect(machine.consoleOutput()).toBe('hello');
});

test('an empty source is an empty program', () => {
  expect(assemble('')).toEqual({
    image: { entry: 0x8000_0000, segments: [], symbols: {} },
    listing: [],
    symbols: {},
  });
});

test('the same source has the same program, however often it is assembled', () => {
  expect(assemble(everySection)).toEqual(assemble(everySection));
});

test('an origin that is no address of an instruction is a mistake of the caller', () => {
  for (const origin of [2, -4, 0x1_0000_0000, 0.5]) {
    expect(() => assemble('nop', { origin })).toThrow(RangeError);
  }
});

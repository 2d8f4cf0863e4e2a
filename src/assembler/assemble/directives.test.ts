import { assemble } from '../index.js';

/** The bytes of the only segment. */
function bytes(source: string): number[] {
  const { segments } = assemble(source).image;
  expect(segments).toHaveLength(1);
  return [...(segments[0]?.bytes ?? [])];
}

const data = [
  ['.byte 1, -1, 255', [1, 255, 255]],
  ['.half 0x1234, -2', [0x34, 0x12, 0xfe, 0xff]],
  ['.short 1', [1, 0]],
  ['.2byte 1', [1, 0]],
  ['.word 0x12345678', [0x78, 0x56, 0x34, 0x12]],
  ['.long -1', [255, 255, 255, 255]],
  ['.dword 0x123456789abcdef0', [0xf0, 0xde, 0xbc, 0x9a, 0x78, 0x56, 0x34, 0x12]],
  ['.quad -2', [254, 255, 255, 255, 255, 255, 255, 255]],
  ['.ascii "ab", "c"', [97, 98, 99]],
  ['.asciz "a"', [97, 0]],
  ['.string "a;b#c//d"', [97, 59, 98, 35, 99, 47, 47, 100, 0]],
  ['.ascii "\\n\\t\\r\\b\\f\\\\\\"\\101\\x42"', [10, 9, 13, 8, 12, 92, 34, 65, 66]],
  ['.ascii "é€😀"', [0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80]],
  ['.ascii "\ud800"', [0xef, 0xbf, 0xbd]],
  ['.zero 3', [0, 0, 0]],
  ['.space 2, 0xaa', [0xaa, 0xaa]],
  ['.skip 1', [0]],
  ['.byte 1\n.align 2\n.byte 2', [1, 0, 0, 0, 2]],
  ['.byte 1\n.p2align 1\n.byte 2', [1, 0, 2]],
  ['.byte 1\n.balign 4, 0xff\n.byte 2', [1, 255, 255, 255, 2]],
  ['.byte 1\n.balign 4, , 2\n.byte 2', [1, 2]],
  ['.byte 1\n.balign 4, , 3\n.byte 2', [1, 0, 0, 0, 2]],
  ['.byte 1\n.org 3\n.byte 2', [1, 0, 0, 2]],
  ['.byte 1\n. = . + 2\n.byte 2', [1, 0, 0, 2]],
] as const;

test.each(data)('%j in .data has its bytes', (source, expected) => {
  expect(bytes(`.data\n${source}`)).toEqual(expected);
});

test('text is padded with nops, which the machine may run through', () => {
  expect(bytes('nop\n.align 4\nret')).toEqual([
    ...[0x13, 0, 0, 0, 0x13, 0, 0, 0, 0x13, 0, 0, 0, 0x13, 0, 0, 0],
    ...[0x67, 0x80, 0, 0, 0x13, 0, 0, 0, 0x13, 0, 0, 0, 0x13, 0, 0, 0], // up to the alignment of the section
  ]);
});

test('.equ, .set and = define the same symbol', () => {
  expect(bytes('.data\n.equ x, 1\n.byte x\n.set x, 2\n.byte x\nx = 3\n.byte x')).toEqual([1, 2, 3]);
});

test('what only a linker or a debugger needs is accepted and changes nothing', () => {
  const source = `
    .file "x.S"
    .option norvc
    .option norelax
    .option push
    .globl _start
    .global other
    .type _start, @function
    _start: nop
    .size _start, . - _start
    .ident "me"
    .attribute arch, "rv32ima"
  `;
  expect(bytes(source)).toEqual([0x13, 0, 0, 0]);
});

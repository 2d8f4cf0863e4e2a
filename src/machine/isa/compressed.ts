/**
 * Compressed instructions: each 16-bit instruction stands for one 32-bit instruction. This table expands them.
 * Unprivileged specification 20191213, chapter 16 (C), tables 16.5 to 16.7, RV32 without the floating-point rows.
 *
 * HINTs (section 16.7) are ordinary rows: they expand to instructions that change nothing. An encoding is illegal if it is
 * reserved, for RV64 only, or for an extension that this machine does not have: it has no row, or `expand` returns undefined.
 * The halfword of all zeros is illegal too.
 */

/** `match` and `mask` are unsigned halfwords. */
export interface CompressedRow {
  /** Its name in assembler source. */
  readonly name: string;
  readonly match: number;
  readonly mask: number;
  /** Returns the 32-bit word; undefined if the operands make the encoding reserved. */
  readonly expand: (half: number) => number | undefined;
}

/** Returns the 32-bit word (unsigned) for the 16-bit instruction `half`; undefined if it is illegal. */
export function expandCompressed(half: number): number | undefined {
  const word = findCompressed(half)?.expand(half);
  return word === undefined ? undefined : word >>> 0;
}

/** Finds the row of the 16-bit instruction `half`. Its operands may still make the encoding reserved. */
export function findCompressed(half: number): CompressedRow | undefined {
  return compressedTable.find((row) => (half & row.mask) === row.match);
}

/** Is this instruction 16 bits long? Takes its word or its first halfword. Section 1.5. */
export function isCompressed(word: number): boolean {
  return (word & 3) !== 3;
}

const ZERO = 0;
const RA = 1;
const SP = 2;

/*
 *   15 13  12  11   10 9   7 6      5 4    2 1 0
 *   funct3 imm rd/rs1         imm            op     CI, CR (rs2 in bits 6:2)
 *   funct3 imm      rs1'   imm      rs2'     op     CS, CL (rd' instead of rs2'), CB; three bits name x8 to x15
 *   funct3 imm                      rd'      op     CIW
 *
 * The order matters: a row with fixed registers must stand before the general row (c.addi16sp before c.lui, c.jr before c.mv).
 */
export const compressedTable: readonly CompressedRow[] = [
  // Quadrant 0 (table 16.5)
  row('c.addi4spn', 0x0000, 0xe003, (h) => nonZero(wideOffset(h), (imm) => i('addi', rdShort(h), SP, imm))),
  row('c.lw', 0x4000, 0xe003, (h) => i('lw', rdShort(h), rs1Short(h), wordOffset(h))),
  row('c.sw', 0xc000, 0xe003, (h) => sw(rs1Short(h), rdShort(h), wordOffset(h))),

  // Quadrant 1 (table 16.6)
  row('c.nop', 0x0001, 0xef83, (h) => i('addi', ZERO, ZERO, signed6(h))),
  row('c.addi', 0x0001, 0xe003, (h) => i('addi', rd(h), rd(h), signed6(h))),
  row('c.jal', 0x2001, 0xe003, (h) => jal(RA, jumpOffset(h))),
  row('c.li', 0x4001, 0xe003, (h) => i('addi', rd(h), ZERO, signed6(h))),
  row('c.addi16sp', 0x6101, 0xef83, (h) => nonZero(stackStep(h), (imm) => i('addi', SP, SP, imm))),
  row('c.lui', 0x6001, 0xe003, (h) => nonZero(signed6(h), (imm) => (imm << 12) | (rd(h) << 7) | 0x37)),
  row('c.srli', 0x8001, 0xfc03, (h) => i('srli', rs1Short(h), rs1Short(h), shift(h))), // with bit 12 set it is for RV64 only
  row('c.srai', 0x8401, 0xfc03, (h) => i('srai', rs1Short(h), rs1Short(h), shift(h))),
  row('c.andi', 0x8801, 0xec03, (h) => i('andi', rs1Short(h), rs1Short(h), signed6(h))),
  row('c.sub', 0x8c01, 0xfc63, (h) => r('sub', rs1Short(h), rs1Short(h), rdShort(h))),
  row('c.xor', 0x8c21, 0xfc63, (h) => r('xor', rs1Short(h), rs1Short(h), rdShort(h))),
  row('c.or', 0x8c41, 0xfc63, (h) => r('or', rs1Short(h), rs1Short(h), rdShort(h))),
  row('c.and', 0x8c61, 0xfc63, (h) => r('and', rs1Short(h), rs1Short(h), rdShort(h))),
  row('c.j', 0xa001, 0xe003, (h) => jal(ZERO, jumpOffset(h))),
  row('c.beqz', 0xc001, 0xe003, (h) => branch('beq', rs1Short(h), branchOffset(h))),
  row('c.bnez', 0xe001, 0xe003, (h) => branch('bne', rs1Short(h), branchOffset(h))),

  // Quadrant 2 (table 16.7)
  row('c.slli', 0x0002, 0xf003, (h) => i('slli', rd(h), rd(h), shift(h))),
  row('c.lwsp', 0x4002, 0xe003, (h) => nonZero(rd(h), () => i('lw', rd(h), SP, stackLoadOffset(h)))),
  row('c.jr', 0x8002, 0xf07f, (h) => nonZero(rd(h), () => i('jalr', ZERO, rd(h), 0))),
  row('c.mv', 0x8002, 0xf003, (h) => r('add', rd(h), ZERO, rs2(h))),
  row('c.ebreak', 0x9002, 0xffff, () => 0x0010_0073),
  row('c.jalr', 0x9002, 0xf07f, (h) => i('jalr', RA, rd(h), 0)),
  row('c.add', 0x9002, 0xf003, (h) => r('add', rd(h), rd(h), rs2(h))),
  row('c.swsp', 0xc002, 0xe003, (h) => sw(SP, rs2(h), stackStoreOffset(h))),
];

function row(name: string, match: number, mask: number, expand: CompressedRow['expand']): CompressedRow {
  return { name, match, mask, expand };
}

/** For an instruction whose encoding is reserved if this operand is zero. */
function nonZero(operand: number, expand: (operand: number) => number): number | undefined {
  return operand === 0 ? undefined : expand(operand);
}

// The operands. As in the tables of the specification, an immediate is a list of its bits, in order from bit `from` of the halfword
// downwards.
const rd = (half: number) => (half >> 7) & 31;
const rs2 = (half: number) => (half >> 2) & 31;
const rs1Short = (half: number) => 8 + ((half >> 7) & 7);
const rdShort = (half: number) => 8 + ((half >> 2) & 7); // rs2' too
const shift = rs2;
const signed6 = (half: number) => signExtend(bits(half, 12, 5) | bits(half, 6, 4, 3, 2, 1, 0), 6);
const stackStep = (half: number) => signExtend(bits(half, 12, 9) | bits(half, 6, 4, 6, 8, 7, 5), 10);
const wideOffset = (half: number) => bits(half, 12, 5, 4, 9, 8, 7, 6, 2, 3);
const wordOffset = (half: number) => bits(half, 12, 5, 4, 3) | bits(half, 6, 2, 6);
const stackLoadOffset = (half: number) => bits(half, 12, 5) | bits(half, 6, 4, 3, 2, 7, 6);
const stackStoreOffset = (half: number) => bits(half, 12, 5, 4, 3, 2, 7, 6);
const jumpOffset = (half: number) => signExtend(bits(half, 12, 11, 4, 9, 8, 10, 6, 7, 3, 2, 1, 5), 12);
const branchOffset = (half: number) => signExtend(bits(half, 12, 8, 4, 3) | bits(half, 6, 7, 6, 2, 1, 5), 9);

/** Takes the bits of `half` from bit `from` downwards, and puts each at its place in the immediate. */
function bits(half: number, from: number, ...places: number[]): number {
  return places.reduce((imm, place, index) => imm | (((half >> (from - index)) & 1) << place), 0);
}

function signExtend(value: number, width: number): number {
  return (value << (32 - width)) >> (32 - width);
}

// The formats of the 32-bit words. Unprivileged specification 20191213, sections 2.2 and 2.3.
const iMatch = {
  addi: 0x13,
  andi: 0x7013,
  slli: 0x1013,
  srli: 0x5013,
  srai: 0x4000_5013,
  lw: 0x2003,
  jalr: 0x67,
};
const rMatch = { add: 0x33, sub: 0x4000_0033, xor: 0x4033, or: 0x6033, and: 0x7033 };
const branchMatch = { beq: 0x63, bne: 0x1063 };

function i(name: keyof typeof iMatch, to: number, from: number, imm: number): number {
  return iMatch[name] | (to << 7) | (from << 15) | (imm << 20);
}

function r(name: keyof typeof rMatch, to: number, first: number, second: number): number {
  return rMatch[name] | (to << 7) | (first << 15) | (second << 20);
}

function sw(base: number, from: number, imm: number): number {
  return 0x2023 | (base << 15) | (from << 20) | ((imm & 31) << 7) | ((imm & ~31) << 20);
}

function branch(name: keyof typeof branchMatch, from: number, imm: number): number {
  const high = ((imm & 0x1000) << 19) | ((imm & 0x7e0) << 20);
  return branchMatch[name] | (from << 15) | high | ((imm & 0x1e) << 7) | ((imm & 0x800) >> 4);
}

function jal(link: number, imm: number): number {
  const high = ((imm & 0x10_0000) << 11) | ((imm & 0x7fe) << 20);
  return 0x6f | (link << 7) | high | ((imm & 0x800) << 9) | (imm & 0xf_f000);
}

/**
 * What the arithmetic instructions compute, and when a branch is taken.
 * Unprivileged specification 20191213, sections 2.4 and 2.5 (RV32I), chapter 7 (M).
 */
import type { Mnemonic } from '../isa/index.js';

// Both enumerations are in the file of their switch, so that every compiler turns them into plain numbers.
const enum Alu {
  add,
  sub,
  sll,
  slt,
  sltu,
  xor,
  srl,
  sra,
  or,
  and,
  mul,
  mulh,
  mulhsu,
  mulhu,
  div,
  divu,
  rem,
  remu,
}

// In the same order as in Op (plans.ts).
const enum Comparison {
  beq,
  bne,
  blt,
  bge,
  bltu,
  bgeu,
}

/** The operation of each instruction with two source registers. */
export const registerOperations: Readonly<Partial<Record<Mnemonic, number>>> = {
  add: Alu.add,
  sub: Alu.sub,
  sll: Alu.sll,
  slt: Alu.slt,
  sltu: Alu.sltu,
  xor: Alu.xor,
  srl: Alu.srl,
  sra: Alu.sra,
  or: Alu.or,
  and: Alu.and,
  mul: Alu.mul,
  mulh: Alu.mulh,
  mulhsu: Alu.mulhsu,
  mulhu: Alu.mulhu,
  div: Alu.div,
  divu: Alu.divu,
  rem: Alu.rem,
  remu: Alu.remu,
};

/** Returns the signed result. It never traps: division by zero and overflow have defined results (section 7.2). */
export function compute(operation: number, a: number, b: number): number {
  switch (operation as Alu) {
    case Alu.add:
      return (a + b) | 0;
    case Alu.sub:
      return (a - b) | 0;
    case Alu.sll:
      return a << b; // JavaScript also shifts by the low five bits only
    case Alu.slt:
      return a < b ? 1 : 0;
    case Alu.sltu:
      return a >>> 0 < b >>> 0 ? 1 : 0;
    case Alu.xor:
      return a ^ b;
    case Alu.srl:
      return (a >>> b) | 0;
    case Alu.sra:
      return a >> b;
    case Alu.or:
      return a | b;
    case Alu.and:
      return a & b;
    case Alu.mul:
      return Math.imul(a, b);
    case Alu.mulh:
      return (highOfUnsigned(a, b) - (a < 0 ? b : 0) - (b < 0 ? a : 0)) | 0;
    case Alu.mulhsu:
      return (highOfUnsigned(a, b) - (a < 0 ? b : 0)) | 0;
    case Alu.mulhu:
      return highOfUnsigned(a, b);
    case Alu.div:
      return b === 0 ? -1 : (a / b) | 0; // -2^31 / -1 is 2^31, which wraps to -2^31
    case Alu.divu:
      return b === 0 ? -1 : ((a >>> 0) / (b >>> 0)) | 0;
    case Alu.rem:
      return b === 0 ? a : (a % b) | 0;
    case Alu.remu:
      return b === 0 ? a : ((a >>> 0) % (b >>> 0)) | 0;
  }
}

/** Tells whether a branch is taken. `comparison` is 0 for BEQ to 5 for BGEU, as in Comparison. */
export function isTaken(comparison: number, a: number, b: number): boolean {
  switch (comparison as Comparison) {
    case Comparison.beq:
      return a === b;
    case Comparison.bne:
      return a !== b;
    case Comparison.blt:
      return a < b;
    case Comparison.bge:
      return a >= b;
    case Comparison.bltu:
      return a >>> 0 < b >>> 0;
    case Comparison.bgeu:
      return a >>> 0 >= b >>> 0;
  }
}

/** The upper 32 bits of the product of two unsigned numbers. Uses 16-bit halves, since a double holds only 53 bits. */
function highOfUnsigned(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = aLow * bHigh + (middle % 0x1_0000);
  return (aHigh * bHigh + Math.floor(middle / 0x1_0000) + Math.floor(carry / 0x1_0000)) | 0;
}

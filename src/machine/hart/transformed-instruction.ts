/**
 * The transformed instruction, which mtinst and htinst hold after a load, a store or an atomic operation has trapped. It is the
 * instruction without the fields that its emulation does not need. Privileged specification 1.12, section 8.6.3.
 *
 *   31    25 24 20 19     15 14  12 11 7 6    0
 *   0        0     offset    funct3 rd   opcode     a load, without its immediate
 *   0        rs2   offset    funct3 0    opcode     a store, without its immediate
 *   funct7   rs2   offset    funct3 rd   opcode     atomic operations; HLV, HLVX and HSV
 *
 * `offset` replaces rs1. It is the distance from the first byte of the access to the address that faulted; only a misaligned access
 * can have one that is not 0. Bits 1 and 0 are 11, or 01 for a compressed instruction.
 */
import { dataAccessCauses, decode, expandCompressed, isCompressed } from '../isa/index.js';
import { lookAtWord } from './fetch.js';
import type { Hart } from './hart.js';

/** Transforms the instruction at hart.pc, which raised `cause` with the trap value `value`. 0 if there is no transformed form. */
export function transformedInstruction(hart: Hart, cause: number, value: number): number {
  const word = dataAccessCauses.has(cause) ? lookAtWord(hart, hart.pc | 0) : undefined;
  const instruction = word === undefined ? undefined : decode(word, true);
  if (word === undefined || instruction === undefined) {
    return 0;
  }
  const compressed = isCompressed(word);
  const whole = compressed ? expandCompressed(word)! : word;
  const kept = keptBits[whole & OPCODE];
  if (kept === undefined) {
    return 0;
  }
  const offset = (value - hart.x[instruction.rs1]! - instruction.imm) & 31;
  const transformed = (whole & kept) | (offset << 15);
  return compressed ? transformed & ~2 : transformed;
}

const OPCODE = 0x7f;
const ALL_BUT_RS1 = ~(31 << 15);

/** The bits to keep, by opcode: loads, stores, atomic operations, system instructions (HLV, HLVX and HSV). */
const keptBits: Readonly<Partial<Record<number, number>>> = {
  0x03: 0x0000_7fff,
  0x23: 0x01f0_707f,
  0x2f: ALL_BUT_RS1,
  0x73: ALL_BUT_RS1,
};

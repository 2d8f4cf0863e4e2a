/**
 * What mtinst and htinst say of a load, a store or an atomic operation that trapped: the instruction itself, but with
 * only what a handler that emulates it cannot find elsewhere. Privileged specification 1.12, section 8.6.3.
 *
 *   31    25 24 20 19     15 14  12 11 7 6    0
 *   0        0     offset    funct3 rd   opcode     a load: its immediate is gone
 *   0        rs2   offset    funct3 0    opcode     a store: likewise
 *   funct7   rs2   offset    funct3 rd   opcode     atomic operations; HLV, HLVX and HSV
 *
 * In place of rs1 stands how far behind the access's first byte the address lies that faulted: of misaligned accesses
 * alone it is not 0. Bits 1 and 0 are 11, or 01 where the instruction was a compressed one.
 */
import { dataAccessCauses, decode, expandCompressed, isCompressed } from '../isa/index.js';
import { lookAtWord } from './fetch.js';
import type { Hart } from './hart.js';

/** The value for the instruction at hart.pc, which raised `cause` at address `value`; 0 for what has no such form. */
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

/** By opcode: loads, stores, atomic operations, and HLV, HLVX and HSV, which are system instructions. */
const keptBits: Readonly<Partial<Record<number, number>>> = {
  0x03: 0x0000_7fff,
  0x23: 0x01f0_707f,
  0x2f: ALL_BUT_RS1,
  0x73: ALL_BUT_RS1,
};

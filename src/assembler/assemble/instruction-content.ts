/**
 * What is emitted for one instruction, before all addresses are known: its row of the instruction table and its operands.
 */
import type { InstructionRow } from '../../machine/index.js';
import { compress, encode, type Operands } from '../encode/index.js';
import { fault } from '../text/index.js';
import type { Immediate } from './relocations.js';

/** An instruction with its operands, or (from .insn) its bits as they are. */
export type InstructionContent =
  | InstructionOfTable
  | { readonly kind: 'word'; readonly word: number }
  | { readonly kind: 'half'; readonly word: number };

export interface InstructionOfTable {
  readonly kind: 'instruction';
  readonly row: InstructionRow;
  readonly operands: Operands;
  readonly immediate?: Immediate | undefined;
  /** The compressed instruction that the source names, such as `c.lw`: it must become that one. */
  readonly compressedName?: string | undefined;
  /** The source writes it in a way that GNU as does not compress. */
  readonly keepLong?: boolean | undefined;
}

/** Does a 16-bit instruction do the same, if `value` is the immediate? */
export function canCompress({ row, operands }: InstructionOfTable, value: number | undefined): boolean {
  return compress(encodeWith(row, operands, value)) !== undefined;
}

/** The word of `operands`, with `value` in the field where the format has its immediate. */
export function encodeWith(row: InstructionRow, operands: Operands, value: number | undefined): number {
  if (value === undefined) {
    return encode(row.name, operands);
  }
  if (row.format === 'shift') {
    return encode(row.name, { ...operands, rs2: value });
  }
  if (row.format === 'csri') {
    return encode(row.name, { ...operands, rs1: value });
  }
  if (row.format !== 'U') {
    return encode(row.name, { ...operands, imm: value });
  }
  if (value < 0 || value > 0xf_ffff) {
    fault(`${row.name}: immediate ${value} is out of range, 0 to ${0xf_ffff}`);
  }
  return encode(row.name, { ...operands, imm: value << 12 });
}

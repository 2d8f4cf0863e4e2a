/**
 * The decoder: from a word to the instruction that it encodes. It uses the table in instructions.ts.
 * Unprivileged specification 20191213, sections 2.2 and 2.3: the formats and their immediates.
 */
import { expandCompressed, isCompressed } from './compressed.js';
import {
  hypervisorTable,
  instructionTable,
  type Format,
  type Instruction,
  type InstructionRow,
} from './instructions.js';

/**
 * Decodes `word`; undefined if this machine has no such instruction. A compressed instruction lies in the lower half of `word`. It
 * is decoded as the 32-bit instruction that it stands for, but `word` of the result is its 16 bits. Instructions of the hypervisor
 * extension are decoded only `withHypervisor`.
 */
export function decode(word: number, withHypervisor = false): Instruction | undefined {
  if (isCompressed(word)) {
    const expanded = expandCompressed(word & 0xffff);
    return expanded === undefined ? undefined : { ...decode(expanded)!, word: word & 0xffff };
  }
  const row = findRow(word) ?? (withHypervisor ? findHypervisorRow(word) : undefined);
  if (row === undefined) {
    return undefined;
  }
  const { name, format } = row;
  const fields = operandFields[format];
  return {
    word: word >>> 0,
    name,
    format,
    rd: fields.includes('d') ? (word >>> 7) & 31 : 0,
    rs1: fields.includes('1') ? (word >>> 15) & 31 : 0,
    rs2: fields.includes('2') ? (word >>> 20) & 31 : 0,
    imm: immediateOf[format]?.(word) ?? 0,
  };
}

function findRow(word: number): InstructionRow | undefined {
  return rowsByOpcode[word & OPCODE]!.find((row) => (word & row.mask) >>> 0 === row.match);
}

function findHypervisorRow(word: number): InstructionRow | undefined {
  return hypervisorTable.find((row) => (word & row.mask) >>> 0 === row.match);
}

const OPCODE = 0x7f;

// The rows by opcode: the low seven bits are fixed in each row, so a lookup has to compare only few rows.
const rowsByOpcode: readonly (readonly InstructionRow[])[] = Array.from({ length: OPCODE + 1 }, (_, opcode) =>
  instructionTable.filter((row) => (row.match & OPCODE) === opcode),
);

/** The register operands of each format: d for rd, 1 for rs1, 2 for rs2. */
const operandFields: Readonly<Record<Format, string>> = {
  R: 'd12',
  I: 'd1',
  load: 'd1',
  shift: 'd12',
  S: '12',
  B: '12',
  U: 'd',
  J: 'd',
  csr: 'd1',
  csri: 'd1',
  amo: 'd12',
  lr: 'd1',
  fence: '',
  sfence: '12',
  hload: 'd1',
  hstore: '12',
  none: '',
};

const immediateOf: Readonly<Partial<Record<Format, (word: number) => number>>> = {
  I: (word) => word >> 20,
  load: (word) => word >> 20,
  S: (word) => ((word >> 20) & ~31) | ((word >>> 7) & 31),
  B: (word) =>
    ((word >> 19) & ~0xfff) | ((word << 4) & 0x800) | ((word >>> 20) & 0x7e0) | ((word >>> 7) & 0x1e),
  U: (word) => word & ~0xfff,
  J: (word) =>
    ((word >> 11) & ~0xf_ffff) | (word & 0xf_f000) | ((word >>> 9) & 0x800) | ((word >>> 20) & 0x7fe),
  csr: (word) => word >>> 20,
  csri: (word) => word >>> 20,
  fence: (word) => word >>> 20, // fm, predecessor and successor sets
};

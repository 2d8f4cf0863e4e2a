/**
 * From an instruction's name and operands to its word, by the machine's own instruction table.
 * Unprivileged specification 20191213, sections 2.2 and 2.3; the formats are drawn in src/machine/isa/instructions.ts.
 */
import {
  hypervisorTable,
  instructionTable,
  type Format,
  type InstructionRow,
  type Mnemonic,
} from '../../machine/index.js';
import { fault } from '../text/index.js';

/**
 * Operands as `decode` returns them. An operand that is left out is 0; an operand that the format does not have is ignored.
 * `imm` is signed: bytes for loads, stores, branches and jumps (relative to the instruction), the shifted value for
 * lui and auipc (a multiple of 4096), the number of a CSR, or the fields fm, pred and succ of a fence.
 */
export interface Operands {
  readonly rd?: number;
  readonly rs1?: number;
  readonly rs2?: number;
  readonly imm?: number;
  /** Acquire and release, for the A extension. */
  readonly aq?: boolean;
  readonly rl?: boolean;
}

const rows: ReadonlyMap<string, InstructionRow> = new Map(
  [...instructionTable, ...hypervisorTable].map((row) => [row.name, row]),
);

/** The row of the instruction table called `name`; undefined if there is none. */
export function rowOf(name: string): InstructionRow | undefined {
  return rows.get(name);
}

/**
 * The word that encodes `name` with `operands`, unsigned.
 * @throws Error naming the operand that does not fit its field
 */
export function encode(name: Mnemonic, operands: Operands = {}): number {
  const row = rows.get(name);
  if (row === undefined) {
    fault(`unknown instruction '${name}'`);
  }
  const { rd = 0, rs1 = 0, rs2 = 0, imm = 0, aq = false, rl = false } = operands;
  const { fields, immediate } = layouts[row.format];
  const field = (letter: string, what: string, value: number): number =>
    fields.includes(letter) ? checked(name, what, value, 0, 31) : 0;
  const bits =
    (field('d', 'rd', rd) << 7) |
    (field('1', row.format === 'csri' ? 'immediate' : 'rs1', rs1) << 15) |
    (field('2', row.format === 'shift' ? 'shift amount' : 'rs2', rs2) << 20) |
    (fields.includes('o') ? (Number(aq) << 26) | (Number(rl) << 25) : 0);
  return (row.match | bits | immediate(imm, name)) >>> 0;
}

interface Layout {
  /** The fields besides the immediate, a letter each: d rd, 1 rs1, 2 rs2, o aq and rl. */
  readonly fields: string;
  readonly immediate: (imm: number, name: string) => number;
}

const none = (): number => 0;
const signed12 = (imm: number, name: string): number => checked(name, 'immediate', imm, -0x800, 0x7ff);
const upper12 = (imm: number, name: string): number =>
  checked(name, name === 'fence' ? 'set' : 'CSR number', imm, 0, 0xfff) << 20;

const layouts: Readonly<Record<Format, Layout>> = {
  R: { fields: 'd12', immediate: none },
  I: { fields: 'd1', immediate: (imm, name) => signed12(imm, name) << 20 },
  load: { fields: 'd1', immediate: (imm, name) => signed12(imm, name) << 20 },
  shift: { fields: 'd12', immediate: none },
  S: { fields: '12', immediate: scatterS },
  B: { fields: '12', immediate: scatterB },
  U: {
    fields: 'd',
    immediate: (imm, name) => checked(name, 'immediate', imm, -0x8000_0000, 0x7fff_f000, 0x1000),
  },
  J: { fields: 'd', immediate: scatterJ },
  csr: { fields: 'd1', immediate: upper12 },
  csri: { fields: 'd1', immediate: upper12 },
  amo: { fields: 'd12o', immediate: none },
  lr: { fields: 'd1o', immediate: none },
  fence: { fields: '', immediate: upper12 },
  sfence: { fields: '12', immediate: none },
  hload: { fields: 'd1', immediate: none },
  hstore: { fields: '12', immediate: none },
  none: { fields: '', immediate: none },
};

/** imm[11:5] to bits 31:25, imm[4:0] to bits 11:7. */
function scatterS(imm: number, name: string): number {
  signed12(imm, name);
  return ((imm & 0xfe0) << 20) | ((imm & 0x1f) << 7);
}

/** imm[12|10:5] to bits 31:25, imm[4:1|11] to bits 11:7. */
function scatterB(imm: number, name: string): number {
  checked(name, 'distance to the target', imm, -0x1000, 0xffe, 2);
  return ((imm & 0x1000) << 19) | ((imm & 0x7e0) << 20) | ((imm & 0x1e) << 7) | ((imm & 0x800) >> 4);
}

/** imm[20|10:1|11|19:12] to bits 31:12. */
function scatterJ(imm: number, name: string): number {
  checked(name, 'distance to the target', imm, -0x10_0000, 0xf_fffe, 2);
  return ((imm & 0x10_0000) << 11) | ((imm & 0x7fe) << 20) | ((imm & 0x800) << 9) | (imm & 0xf_f000);
}

/** `value`, if it is an integer from `low` to `high` and a multiple of `step`. */
function checked(name: string, what: string, value: number, low: number, high: number, step = 1): number {
  if (!Number.isInteger(value) || value < low || value > high) {
    fault(`${name}: ${what} ${value} is out of range, ${low} to ${high}${hintFor(name, what)}`);
  }
  if (value % step !== 0) {
    fault(`${name}: ${what} ${value} is not a multiple of ${step}`);
  }
  return value;
}

/** The assembler never replaces an instruction by others that reach further: the machine runs what the source says. */
function hintFor(name: string, what: string): string {
  if (what !== 'distance to the target') {
    return '';
  }
  return name === 'jal'
    ? ': use call or tail'
    : ': GNU as would write the opposite branch around a j here, do so yourself';
}

/**
 * Plans: what the interpreter's loop needs to know of an instruction, in one word, and beside it the immediate (for Csr, System
 * and Illegal the instruction's own word, for OtherArithmetic which operation it is).
 *
 *   31 28  27 23 22 18 17 13 12  7 6  0
 *   length more  rs2   rs1   rd    Op       length in halfwords; more: which Atomic or System, how wide a load or store
 *
 * rd = 0 is planned as a place behind the registers, so that x0 stays 0 without a look at it.
 */
import { registerOperations } from './arithmetic.js';
import { atomicOperations, loadWidths, SINK, storeWidths, systemOperations } from '../hart/index.js';
import type { CodePages } from './code-pages.js';
import { decode, type Instruction, isCompressed, type Mnemonic } from '../isa/index.js';
import { csrMnemonics } from '../csr/index.js';

/** What a plan's lowest seven bits say. */
// prettier-ignore
export const enum Op {
  Undecoded, PageEnd, Straddle, // no instructions: see code-pages.ts
  Li, Addi, Slti, Sltiu, Xori, Ori, Andi, Slli, Srli, Srai,
  Add, Sub, Sll, Slt, Sltu, Xor, Srl, Sra, Or, And, Mul, OtherArithmetic,
  Lb, Lh, Lw, Lbu, Lhu, Sb, Sh, Sw,
  Beq, Bne, Blt, Bge, Bltu, Bgeu, Jal, // to the same page: the immediate counts cells
  BeqFar, BneFar, BltFar, BgeFar, BltuFar, BgeuFar, JalFar, Jalr, // to any address
  Auipc, Nothing, Atomic, Csr, System, Illegal,
}

// The fields of a plan.
export const rd = (plan: number) => (plan >> 7) & 63;
export const rs1 = (plan: number) => (plan >> 13) & 31;
export const rs2 = (plan: number) => (plan >> 18) & 31;
export const more = (plan: number) => (plan >> 23) & 31;
export const length = (plan: number) => plan >>> 28;

/** Fills a cell by what stands in memory now. */
export function decodeCell(code: CodePages, index: number, halves: Uint16Array): void {
  const offset = code.offsetOf(index);
  const cell = (offset & 0xfff) >> 1;
  const low = halves[offset >> 1]!;
  if (isCompressed(low)) {
    setPlan(code, index, low, cell);
  } else if (cell === 0x7ff) {
    code.plans[index] = Op.Straddle;
  } else {
    setPlan(code, index, (halves[(offset >> 1) + 1]! << 16) | low, cell);
  }
}

/** `cell`: the instruction's place in its page, which decides how far "near" is; -1: nothing is near. */
export function setPlan(code: CodePages, index: number, word: number, cell: number): void {
  const halfwords = isCompressed(word) ? 1 : 2;
  const instruction = decode(word, true); // without the hypervisor extension its instructions trap when executed
  if (instruction === undefined) {
    code.plans[index] = Op.Illegal | (SINK << 7) | (halfwords << 28);
    code.immediates[index] = word;
    return;
  }
  const planned = planOf(instruction, cell);
  const destination = instruction.rd === 0 ? SINK : instruction.rd;
  const sources = (instruction.rs1 << 13) | (instruction.rs2 << 18);
  code.plans[index] = planned.op | (destination << 7) | sources | (planned.more << 23) | (halfwords << 28);
  code.immediates[index] = planned.immediate;
}

function planOf(instruction: Instruction, cell: number): { op: Op; more: number; immediate: number } {
  const { name, format, imm, word } = instruction;
  const { op, more } = operations.get(name)!;
  if (format === 'B' || format === 'J') {
    const target = cell + imm / 2;
    const near = cell >= 0 && target >= 0 && target < 2048;
    return near ? { op, more, immediate: imm / 2 } : { op: op + FAR, more, immediate: imm };
  }
  // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check -- the default is the usual case
  switch (op) {
    case Op.Addi:
      return { op: instruction.rs1 === 0 ? Op.Li : op, more, immediate: imm };
    case Op.OtherArithmetic:
      return { op, more: 0, immediate: more };
    case Op.Csr:
    case Op.System:
      return { op, more, immediate: word | 0 };
    default:
      return { op, more, immediate: format === 'shift' ? instruction.rs2 : imm };
  }
}

const FAR = Op.BeqFar - Op.Beq; // from a near branch or jump to the same to any address

function group(
  op: Op,
  members: Readonly<Partial<Record<Mnemonic, number>>>,
): [Mnemonic, { op: Op; more: number }][] {
  return Object.entries(members).map(([name, more]) => [name as Mnemonic, { op, more }]);
}

/** The members have operations of their own, in this order. */
function sequence(first: Op, names: string, more: Readonly<Partial<Record<Mnemonic, number>>> = {}) {
  return names
    .split(' ')
    .map(
      (name, index) => [name as Mnemonic, { op: first + index, more: more[name as Mnemonic] ?? 0 }] as const,
    );
}

/** The frequent ones of `registerOperations` are named again: of two entries for a name, the later counts. LUI is an Li. */
const operations: ReadonlyMap<Mnemonic, { op: Op; more: number }> = new Map([
  ...group(Op.OtherArithmetic, registerOperations),
  ...sequence(Op.Li, 'lui addi slti sltiu xori ori andi slli srli srai'),
  ...sequence(Op.Add, 'add sub sll slt sltu xor srl sra or and mul'),
  ...sequence(Op.Lb, 'lb lh lw lbu lhu', loadWidths),
  ...sequence(Op.Sb, 'sb sh sw', storeWidths),
  ...sequence(Op.Beq, 'beq bne blt bge bltu bgeu jal'),
  ...group(Op.Jalr, { jalr: 0 }),
  ...group(Op.Auipc, { auipc: 0 }),
  ...group(Op.Nothing, { fence: 0, 'fence.i': 0 }),
  ...group(Op.Atomic, atomicOperations),
  ...csrMnemonics.map((name) => [name, { op: Op.Csr, more: 0 }] as const),
  ...group(Op.System, systemOperations),
]);

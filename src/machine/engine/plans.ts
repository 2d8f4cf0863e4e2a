/**
 * A plan is what the interpreter's loop needs to know about an instruction, packed into one word:
 *
 *   31 28  27 23 22 18 17 13 12  7 6  0
 *   length more  rs2   rs1   rd    Op       length in halfwords; more: which Atomic or System, how wide a load or store
 *
 * Beside each plan there is a second word, the immediate. For Csr, System and Illegal it is the instruction's own word; for
 * OtherArithmetic it says which operation to compute. If rd is 0, the plan names a place after the registers (SINK)
 * instead: x0 stays 0, and the loop need not check for it.
 */
import { registerOperations } from './arithmetic.js';
import { atomicOperations, loadWidths, SINK, storeWidths, systemOperations } from '../hart/index.js';
import type { CodePages } from './code-pages.js';
import { decode, type Instruction, isCompressed, type Mnemonic } from '../isa/index.js';
import { csrMnemonics } from '../csr/index.js';

/** The lowest seven bits of a plan. */
// prettier-ignore
export const enum Op {
  Undecoded, PageEnd, Straddle, // cells without an instruction: see code-pages.ts
  Li, Addi, Slti, Sltiu, Xori, Ori, Andi, Slli, Srli, Srai,
  Add, Sub, Sll, Slt, Sltu, Xor, Srl, Sra, Or, And, Mul, OtherArithmetic,
  Lb, Lh, Lw, Lbu, Lhu, Sb, Sh, Sw,
  Beq, Bne, Blt, Bge, Bltu, Bgeu, Jal, // within the page: the immediate counts cells
  BeqFar, BneFar, BltFar, BgeFar, BltuFar, BgeuFar, JalFar, Jalr, // to any address
  Auipc, Nothing, Atomic, Csr, System, Illegal,
}

// The fields of a plan.
export const rd = (plan: number) => (plan >> 7) & 63;
export const rs1 = (plan: number) => (plan >> 13) & 31;
export const rs2 = (plan: number) => (plan >> 18) & 31;
export const more = (plan: number) => (plan >> 23) & 31;
export const length = (plan: number) => plan >>> 28;

/** Decodes the instruction that is in memory now, and fills its cell with it. */
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

/**
 * Fills a cell with this instruction. `cell` is its number within the page: it tells whether a branch stays in the page. For
 * -1, each branch counts as leaving the page.
 */
export function setPlan(code: CodePages, index: number, word: number, cell: number): void {
  const halfwords = isCompressed(word) ? 1 : 2;
  // Decode instructions of the hypervisor extension always: on a hart without it, they trap when they are executed.
  const instruction = decode(word, true);
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

const FAR = Op.BeqFar - Op.Beq; // from a branch within the page to the same branch to any address

function group(
  op: Op,
  members: Readonly<Partial<Record<Mnemonic, number>>>,
): [Mnemonic, { op: Op; more: number }][] {
  return Object.entries(members).map(([name, more]) => [name as Mnemonic, { op, more }]);
}

/** Each of the named instructions has its own Op, beginning with `first`, in this order. */
function sequence(first: Op, names: string, more: Readonly<Partial<Record<Mnemonic, number>>> = {}) {
  return names
    .split(' ')
    .map(
      (name, index) => [name as Mnemonic, { op: first + index, more: more[name as Mnemonic] ?? 0 }] as const,
    );
}

/**
 * The Op of each instruction. The frequent ones of `registerOperations` come again below with their own Op: for a name with
 * two rows, the later row counts. LUI is an Li.
 */
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

/**
 * The interpreter: executes decoded instructions, one after the other, until the slice is over.
 *
 * Within a page it knows the instructions by their slots alone (code-pages.ts); the program counter is worked out where somebody
 * needs it. What is frequent and simple is done in the loop; all else, and every load or store that is not a plain access to
 * RAM, goes through perform(), which may raise an exception: then nothing is committed.
 */
import { compute, holds, registerOperations } from './arithmetic.js';
import { atomic, atomicOperations } from './atomics.js';
import { Cause } from './causes.js';
import type { CodePages } from './code-pages.js';
import { isCompressed } from './compressed.js';
import { accessCsr, csrOperations } from './csr-access.js';
import { load, loadWidths, store, storeWidths } from './data-access.js';
import { decode } from './decode.js';
import { fetchSlot, fetchWord, UNCACHED } from './fetch.js';
import { NO_TRAP, SINK, type Hart } from './hart.js';
import type { Instruction, Mnemonic } from './instructions.js';
import { executeSystem, systemOperations } from './system.js';
import { FAULTED } from './translate.js';

// What a plan's lowest seven bits say. Local to the file of its switch, so that every compiler makes plain numbers of it.
// prettier-ignore
const enum Op {
  Undecoded, PageEnd, Straddle, // no instructions: see code-pages.ts
  Li, Addi, Slti, Sltiu, Xori, Ori, Andi, Slli, Srli, Srai,
  Add, Sub, Sll, Slt, Sltu, Xor, Srl, Sra, Or, And, Mul, OtherArithmetic,
  Lb, Lh, Lw, Lbu, Lhu, Sb, Sh, Sw,
  Beq, Bne, Blt, Bge, Bltu, Bgeu, Jal, // to the same page: the immediate counts slots
  BeqFar, BneFar, BltFar, BgeFar, BltuFar, BgeuFar, JalFar, Jalr, // to any address
  Auipc, Nothing, Atomic, Csr, System, Illegal,
}

/*
 * A plan, and beside it the immediate (for Csr, System and Illegal: the word itself):
 *
 *   31 28  27 23 22 18 17 13 12  7 6  0
 *   length more  rs2   rs1   rd    Op       length in halfwords; more: which OtherArithmetic, Atomic, …
 *
 * rd = 0 is planned as a place behind the registers, so that x0 stays 0 without a look at it.
 */

const PAGE = ~0xfff;
const HALF_TAG = PAGE | 1;
const WORD_TAG = PAGE | 3;

/**
 * Makes at most `limit` attempts to execute an instruction and returns how many it made. Ends early when the hart was
 * interrupted: by an exception (hart.trapCause is set, hart.pc is the instruction's address), or by an instruction after
 * which the caller must look around (hart.pc is the next instruction's).
 */
export function execute(hart: Hart, code: CodePages, limit: number): number {
  hart.refreshContext();
  if (hart.trace !== undefined && limit > 0) {
    const word = fetchWord(hart, hart.pc | 0);
    if (word === undefined) {
      return 1;
    }
    const { pc, mode, counters } = hart;
    hart.trace({ kind: 'step', step: counters.clock.steps, pc, mode, word: word >>> 0 });
    return executeSlice(hart, code, 1);
  }
  return executeSlice(hart, code, limit);
}

function executeSlice(hart: Hart, code: CodePages, limit: number): number {
  const { registers: x, counters, memory } = hart;
  const { plans, immediates, scratch } = code;
  const { words, halves, bytes } = memory;
  const known = hart.lookaside.entries;
  let pc = hart.pc | 0;
  let attempts = 0;

  pages: while (attempts < limit) {
    counters.running = attempts;
    let index = fetchSlot(hart, code, pc);
    if (index === UNCACHED) {
      index = fetchAlone(hart, code, pc);
    }
    if (index === FAULTED) {
      attempts += 1;
      break;
    }
    let origin = (pc - 2 * index) | 0; // pc is always origin + 2 * index

    while (attempts < limit) {
      const plan = plans[index]!;
      const immediate = immediates[index]!;
      done: {
        // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check -- the others are perform()'s
        switch ((plan & 127) as Op) {
          case Op.Li:
            x[(plan >> 7) & 63] = immediate;
            break done;
          case Op.Addi:
            x[(plan >> 7) & 63] = x[(plan >> 13) & 31]! + immediate;
            break done;
          case Op.Slti:
            x[(plan >> 7) & 63] = x[(plan >> 13) & 31]! < immediate ? 1 : 0;
            break done;
          case Op.Sltiu:
            x[(plan >> 7) & 63] = x[(plan >> 13) & 31]! >>> 0 < immediate >>> 0 ? 1 : 0;
            break done;
          case Op.Xori:
            x[(plan >> 7) & 63] = x[(plan >> 13) & 31]! ^ immediate;
            break done;
          case Op.Ori:
            x[(plan >> 7) & 63] = x[(plan >> 13) & 31]! | immediate;
            break done;
          case Op.Andi:
            x[(plan >> 7) & 63] = x[(plan >> 13) & 31]! & immediate;
            break done;
          case Op.Slli:
            x[(plan >> 7) & 63] = x[(plan >> 13) & 31]! << immediate;
            break done;
          case Op.Srli:
            x[(plan >> 7) & 63] = x[(plan >> 13) & 31]! >>> immediate;
            break done;
          case Op.Srai:
            x[(plan >> 7) & 63] = x[(plan >> 13) & 31]! >> immediate;
            break done;
          case Op.Add:
            x[(plan >> 7) & 63] = x[(plan >> 13) & 31]! + x[(plan >> 18) & 31]!;
            break done;
          case Op.Sub:
            x[(plan >> 7) & 63] = x[(plan >> 13) & 31]! - x[(plan >> 18) & 31]!;
            break done;
          case Op.Sll:
            x[(plan >> 7) & 63] = x[(plan >> 13) & 31]! << x[(plan >> 18) & 31]!;
            break done;
          case Op.Slt:
            x[(plan >> 7) & 63] = x[(plan >> 13) & 31]! < x[(plan >> 18) & 31]! ? 1 : 0;
            break done;
          case Op.Sltu:
            x[(plan >> 7) & 63] = x[(plan >> 13) & 31]! >>> 0 < x[(plan >> 18) & 31]! >>> 0 ? 1 : 0;
            break done;
          case Op.Xor:
            x[(plan >> 7) & 63] = x[(plan >> 13) & 31]! ^ x[(plan >> 18) & 31]!;
            break done;
          case Op.Srl:
            x[(plan >> 7) & 63] = x[(plan >> 13) & 31]! >>> x[(plan >> 18) & 31]!;
            break done;
          case Op.Sra:
            x[(plan >> 7) & 63] = x[(plan >> 13) & 31]! >> x[(plan >> 18) & 31]!;
            break done;
          case Op.Or:
            x[(plan >> 7) & 63] = x[(plan >> 13) & 31]! | x[(plan >> 18) & 31]!;
            break done;
          case Op.And:
            x[(plan >> 7) & 63] = x[(plan >> 13) & 31]! & x[(plan >> 18) & 31]!;
            break done;
          case Op.Mul:
            x[(plan >> 7) & 63] = Math.imul(x[(plan >> 13) & 31]!, x[(plan >> 18) & 31]!);
            break done;
          case Op.OtherArithmetic:
            x[(plan >> 7) & 63] = compute(immediate, x[(plan >> 13) & 31]!, x[(plan >> 18) & 31]!);
            break done;
          case Op.Auipc:
            x[(plan >> 7) & 63] = origin + 2 * index + immediate;
            break done;
          case Op.Nothing:
            break done;

          // Loads and stores of RAM: (address >>> 12) & 255 is the lookaside's slot, times four its place.
          case Op.Lw: {
            const address = (x[(plan >> 13) & 31]! + immediate) | 0;
            const at = (address >>> 10) & 0x3fc;
            if (known[at] === (address & WORD_TAG)) {
              x[(plan >> 7) & 63] = words[(address + known[at + 2]!) >> 2]!;
              break done;
            }
            break;
          }
          case Op.Lbu: {
            const address = (x[(plan >> 13) & 31]! + immediate) | 0;
            const at = (address >>> 10) & 0x3fc;
            if (known[at] === (address & PAGE)) {
              x[(plan >> 7) & 63] = bytes[(address + known[at + 2]!) | 0]!;
              break done;
            }
            break;
          }
          case Op.Lb: {
            const address = (x[(plan >> 13) & 31]! + immediate) | 0;
            const at = (address >>> 10) & 0x3fc;
            if (known[at] === (address & PAGE)) {
              x[(plan >> 7) & 63] = (bytes[(address + known[at + 2]!) | 0]! << 24) >> 24;
              break done;
            }
            break;
          }
          case Op.Lhu: {
            const address = (x[(plan >> 13) & 31]! + immediate) | 0;
            const at = (address >>> 10) & 0x3fc;
            if (known[at] === (address & HALF_TAG)) {
              x[(plan >> 7) & 63] = halves[(address + known[at + 2]!) >> 1]!;
              break done;
            }
            break;
          }
          case Op.Lh: {
            const address = (x[(plan >> 13) & 31]! + immediate) | 0;
            const at = (address >>> 10) & 0x3fc;
            if (known[at] === (address & HALF_TAG)) {
              x[(plan >> 7) & 63] = (halves[(address + known[at + 2]!) >> 1]! << 16) >> 16;
              break done;
            }
            break;
          }
          case Op.Sw: {
            const address = (x[(plan >> 13) & 31]! + immediate) | 0;
            const at = (address >>> 10) & 0x3fc;
            if (known[at + 1] === (address & WORD_TAG)) {
              words[(address + known[at + 2]!) >> 2] = x[(plan >> 18) & 31]!;
              break done;
            }
            break;
          }
          case Op.Sh: {
            const address = (x[(plan >> 13) & 31]! + immediate) | 0;
            const at = (address >>> 10) & 0x3fc;
            if (known[at + 1] === (address & HALF_TAG)) {
              halves[(address + known[at + 2]!) >> 1] = x[(plan >> 18) & 31]!;
              break done;
            }
            break;
          }
          case Op.Sb: {
            const address = (x[(plan >> 13) & 31]! + immediate) | 0;
            const at = (address >>> 10) & 0x3fc;
            if (known[at + 1] === (address & PAGE)) {
              bytes[(address + known[at + 2]!) | 0] = x[(plan >> 18) & 31]!;
              break done;
            }
            break;
          }

          case Op.Beq:
            if (x[(plan >> 13) & 31]! === x[(plan >> 18) & 31]!) {
              index += immediate;
              attempts += 1;
              continue;
            }
            break done;
          case Op.Bne:
            if (x[(plan >> 13) & 31]! !== x[(plan >> 18) & 31]!) {
              index += immediate;
              attempts += 1;
              continue;
            }
            break done;
          case Op.Blt:
            if (x[(plan >> 13) & 31]! < x[(plan >> 18) & 31]!) {
              index += immediate;
              attempts += 1;
              continue;
            }
            break done;
          case Op.Bge:
            if (x[(plan >> 13) & 31]! >= x[(plan >> 18) & 31]!) {
              index += immediate;
              attempts += 1;
              continue;
            }
            break done;
          case Op.Bltu:
            if (x[(plan >> 13) & 31]! >>> 0 < x[(plan >> 18) & 31]! >>> 0) {
              index += immediate;
              attempts += 1;
              continue;
            }
            break done;
          case Op.Bgeu:
            if (x[(plan >> 13) & 31]! >>> 0 >= x[(plan >> 18) & 31]! >>> 0) {
              index += immediate;
              attempts += 1;
              continue;
            }
            break done;
          case Op.Jal:
            x[(plan >> 7) & 63] = origin + 2 * (index + (plan >>> 28));
            index += immediate;
            attempts += 1;
            continue;

          case Op.BeqFar:
          case Op.BneFar:
          case Op.BltFar:
          case Op.BgeFar:
          case Op.BltuFar:
          case Op.BgeuFar:
            if (!holds((plan & 127) - Op.BeqFar, x[(plan >> 13) & 31]!, x[(plan >> 18) & 31]!)) {
              break done;
            }
            pc = (origin + 2 * index + immediate) | 0;
            attempts += 1;
            continue pages;
          case Op.JalFar:
            pc = (origin + 2 * index + immediate) | 0;
            x[(plan >> 7) & 63] = origin + 2 * (index + (plan >>> 28));
            attempts += 1;
            continue pages;
          case Op.Jalr: {
            const here = (origin + 2 * index) | 0;
            pc = (x[(plan >> 13) & 31]! + immediate) & ~1;
            x[(plan >> 7) & 63] = here + 2 * (plan >>> 28);
            attempts += 1;
            if (((pc ^ here) & PAGE) !== 0 || index >= scratch) {
              continue pages;
            }
            index += (pc - here) >> 1;
            continue;
          }

          case Op.Undecoded:
            decodeSlot(code, index, memory.halves);
            continue;
          case Op.PageEnd:
            pc = (origin + 2 * index) | 0;
            continue pages;
          case Op.Straddle:
            pc = (origin + 2 * index) | 0;
            counters.running = attempts;
            index = fetchAlone(hart, code, pc);
            if (index === FAULTED) {
              attempts += 1;
              break pages;
            }
            origin = (pc - 2 * index) | 0;
            continue;
          default:
        }

        pc = (origin + 2 * index) | 0;
        hart.pc = pc;
        const next = (pc + 2 * (plan >>> 28)) | 0;
        hart.next = next;
        counters.running = attempts;
        const result = perform(hart, plan, immediate);
        attempts += 1;
        if (hart.interrupted && hart.trapCause !== NO_TRAP) {
          break pages;
        }
        x[(plan >> 7) & 63] = result;
        pc = hart.next;
        if (hart.interrupted) {
          break pages;
        }
        if (pc !== next) {
          continue pages;
        }
        index += plan >>> 28;
        continue;
      }
      attempts += 1;
      index += plan >>> 28;
    }
    pc = (origin + 2 * index) | 0;
  }
  hart.pc = pc;
  return attempts;
}

/** Does what the loop does not. Returns what goes to rd; or raises an exception. */
function perform(hart: Hart, plan: number, immediate: number): number {
  const operation = (plan >> 23) & 31;
  const rs1 = (plan >> 13) & 31;
  const a = hart.x[rs1]!;
  const b = hart.x[(plan >> 18) & 31]!;
  // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check -- what the loop leaves over
  switch ((plan & 127) as Op) {
    case Op.Lb:
    case Op.Lh:
    case Op.Lw:
    case Op.Lbu:
    case Op.Lhu:
      return load(hart, operation, (a + immediate) | 0);
    case Op.Sb:
    case Op.Sh:
    case Op.Sw:
      store(hart, operation, (a + immediate) | 0, b);
      return 0;
    case Op.Atomic:
      return atomic(hart, operation, a, b);
    case Op.Csr: {
      const rd = (plan >> 7) & 63;
      return accessCsr(hart, operation, immediate >>> 20, rd === SINK ? 0 : rd, rs1, a, immediate);
    }
    case Op.System:
      return executeSystem(hart, operation, immediate, a, b);
    default:
      return hart.raise(Cause.IllegalInstruction, immediate);
  }
}

/** Fetches the instruction at `pc` into the scratch place, where it can neither jump nor run on within a page. */
function fetchAlone(hart: Hart, code: CodePages, pc: number): number {
  const word = fetchWord(hart, pc);
  if (word === undefined) {
    return FAULTED;
  }
  setPlan(code, code.scratch, word, -1);
  return code.scratch;
}

/** Fills a slot by what stands in memory now. */
function decodeSlot(code: CodePages, index: number, halves: Uint16Array): void {
  const offset = code.offsetOf(index);
  const slot = (offset & 0xfff) >> 1;
  const low = halves[offset >> 1]!;
  if (isCompressed(low)) {
    setPlan(code, index, low, slot);
  } else if (slot === 0x7ff) {
    code.plans[index] = Op.Straddle;
  } else {
    setPlan(code, index, (halves[(offset >> 1) + 1]! << 16) | low, slot);
  }
}

/** `slot`: the instruction's place in its page, which decides how far "near" is; -1: nothing is near. */
function setPlan(code: CodePages, index: number, word: number, slot: number): void {
  const length = isCompressed(word) ? 1 : 2;
  const instruction = decode(word, true); // without the hypervisor extension its instructions trap when executed
  if (instruction === undefined) {
    code.plans[index] = Op.Illegal | (SINK << 7) | (length << 28);
    code.immediates[index] = word;
    return;
  }
  const { op, more, immediate } = planOf(instruction, slot);
  const { rd, rs1, rs2 } = instruction;
  code.plans[index] =
    op | ((rd === 0 ? SINK : rd) << 7) | (rs1 << 13) | (rs2 << 18) | (more << 23) | (length << 28);
  code.immediates[index] = immediate;
}

function planOf(instruction: Instruction, slot: number): { op: Op; more: number; immediate: number } {
  const { name, format, imm, rs1, rs2, word } = instruction;
  const { op, more } = operations.get(name)!;
  if (format === 'B' || format === 'J') {
    const target = slot + imm / 2;
    const near = slot >= 0 && target >= 0 && target < 2048;
    return near ? { op, more, immediate: imm / 2 } : { op: op + FAR, more, immediate: imm };
  }
  // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check -- the default is the usual case
  switch (op) {
    case Op.Addi:
      return { op: rs1 === 0 ? Op.Li : op, more, immediate: imm };
    case Op.OtherArithmetic:
      return { op, more: 0, immediate: more };
    case Op.Csr:
    case Op.System:
      return { op, more, immediate: word | 0 };
    default:
      return { op, more, immediate: format === 'shift' ? rs2 : imm };
  }
}

const FAR = Op.BeqFar - Op.Beq;

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
  ...group(Op.Csr, csrOperations),
  ...group(Op.System, systemOperations),
]);

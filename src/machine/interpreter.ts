/**
 * The interpreter: fetches, executes and commits, one instruction after the other, until the slice is over.
 *
 * An instruction computes a result and a next address; both are committed at one place, the end of the loop. An
 * instruction that traps leaves the loop before that and so commits nothing.
 */
import { comparisons, compute, holds, immediateOperations, registerOperations } from './arithmetic.js';
import { atomic, atomicOperations } from './atomics.js';
import { Cause } from './causes.js';
import { accessCsr, csrOperations } from './csr-access.js';
import { load, loadWidths, store, storeWidths } from './data-access.js';
import { NO_TRAP, type Hart } from './hart.js';
import type { Instruction, Mnemonic } from './instructions.js';
import { isCompressed } from './compressed.js';
import { Predecoder, SLOT_MASK } from './predecoder.js';
import { Access } from './sv32.js';
import { executeSystem, systemOperations } from './system.js';
import { FAULTED, raiseAccessFault, translate } from './translate.js';

/** What an instruction needs from the loop; within a kind, its operation says the rest. */
const enum Kind {
  Illegal, // 0: what a plan of 0 says
  Immediate,
  Register,
  Load,
  Store,
  Branch,
  Auipc,
  Jal,
  Jalr,
  Atomic,
  Csr,
  System,
  Nothing, // fences: memory is in order, and no decoded copy can be stale
}

export function createPredecoder(): Predecoder {
  return new Predecoder(plan);
}

/**
 * Makes at most `limit` attempts to execute an instruction and returns how many it made. Ends early when the hart was
 * interrupted: by an exception (hart.trapCause is set, hart.pc is the instruction's address), or by an instruction after
 * which the caller must look around (hart.attention; hart.pc is the next instruction's).
 */
export function execute(hart: Hart, predecoder: Predecoder, limit: number): number {
  const { x, counters, trace } = hart;
  const ram = hart.memory.halves;
  const { words, plans, immediates } = predecoder;
  hart.refreshContext();
  let pc = hart.pc | 0;
  let page = NO_PAGE; // virtual address of the page that is executing
  let pageOffset = 0; // and where it is in RAM
  let attempts = 0;

  while (attempts < limit) {
    if ((pc & PAGE) !== page) {
      counters.running = attempts;
      pageOffset = fetchPage(hart, pc);
      if (pageOffset < 0) {
        attempts += 1;
        break;
      }
      page = pc & PAGE;
    }
    const index = (pageOffset | (pc & ~PAGE)) >> 1;
    let word = ram[index]!;
    if (!isCompressed(word)) {
      if ((pc & ~PAGE) === LAST_HALF) {
        counters.running = attempts;
        const upper = fetchUpperHalf(hart, pc);
        if (upper === FAULTED) {
          attempts += 1;
          break;
        }
        word |= upper << 16;
      } else {
        word |= ram[index + 1]! << 16;
      }
    }
    const slot = index & SLOT_MASK;
    if (words[slot] !== word) {
      predecoder.fill(slot, word);
    }
    const plan = plans[slot]!;
    const immediate = immediates[slot]!;
    const operation = (plan >> 4) & 31;
    const a = x[(plan >> 14) & 31]!;
    if (trace !== undefined) {
      hart.pc = pc;
      counters.running = attempts;
      trace({ kind: 'step', step: counters.steps, pc: pc >>> 0, mode: hart.mode, word: word >>> 0 });
    }

    let next = (pc + (isCompressed(word) ? 2 : 4)) | 0;
    let result = 0;
    switch ((plan & 15) as Kind) {
      case Kind.Immediate:
        result = compute(operation, a, immediate);
        break;
      case Kind.Register:
        result = compute(operation, a, x[(plan >> 19) & 31]!);
        break;
      case Kind.Load:
        counters.running = attempts;
        result = load(hart, operation, (a + immediate) | 0);
        break;
      case Kind.Store:
        counters.running = attempts;
        store(hart, operation, (a + immediate) | 0, x[(plan >> 19) & 31]!);
        break;
      case Kind.Branch:
        if (holds(operation, a, x[(plan >> 19) & 31]!)) {
          next = (pc + immediate) | 0;
        }
        break;
      case Kind.Auipc:
        result = (pc + immediate) | 0;
        break;
      case Kind.Jal:
        result = next;
        next = (pc + immediate) | 0;
        break;
      case Kind.Jalr:
        result = next;
        next = (a + immediate) & ~1;
        break;
      case Kind.Atomic:
        counters.running = attempts;
        result = atomic(hart, operation, a, x[(plan >> 19) & 31]!);
        break;
      case Kind.Csr:
        hart.pc = pc;
        counters.running = attempts;
        result = accessCsr(hart, operation, immediate, (plan >> 9) & 31, (plan >> 14) & 31, a, word);
        break;
      case Kind.System:
        hart.pc = pc;
        hart.next = next;
        executeSystem(hart, operation, word);
        next = hart.next;
        break;
      case Kind.Nothing:
        break;
      case Kind.Illegal:
        hart.raise(Cause.IllegalInstruction, word);
        break;
    }

    attempts += 1;
    if (hart.interrupted && hart.trapCause !== NO_TRAP) {
      break;
    }
    x[(plan >> 9) & 31] = result;
    x[0] = 0;
    pc = next;
    if (hart.interrupted) {
      break;
    }
  }
  hart.pc = pc;
  return attempts;
}

const NO_PAGE = 1; // the address of no page
const PAGE = ~0xfff;
const LAST_HALF = 0xffe;

/** Offset in RAM of the page that `pc` executes from; negative with an exception raised. */
function fetchPage(hart: Hart, pc: number): number {
  const physical = translate(hart, pc, Access.Fetch);
  if (physical === FAULTED) {
    return FAULTED;
  }
  if (!hart.memory.contains(physical, 2)) {
    raiseAccessFault(hart, pc, Access.Fetch); // nothing executes from a device
    return FAULTED;
  }
  return physical - hart.memory.base - (pc & ~PAGE);
}

/**
 * The second half of an instruction that straddles two pages; FAULTED with an exception raised, whose tval is the address of
 * this half, and whose epc that of the instruction (privileged specification 1.12, section 3.1.16).
 */
function fetchUpperHalf(hart: Hart, pc: number): number {
  const offset = fetchPage(hart, (pc + 2) | 0);
  return offset < 0 ? FAULTED : hart.memory.halves[offset >> 1]!;
}

/** Kind, operation within the kind, and the immediate, for an instruction. */
function plan(instruction: Instruction): { kind: Kind; operation: number; immediate: number } {
  const { name, format } = instruction;
  const { kind, operation } = plans.get(name)!;
  return { kind, operation, immediate: format === 'shift' ? instruction.rs2 : instruction.imm };
}

const plans: ReadonlyMap<Mnemonic, { kind: Kind; operation: number }> = new Map([
  ...group(Kind.Immediate, immediateOperations),
  ...group(Kind.Register, registerOperations),
  ...group(Kind.Load, loadWidths),
  ...group(Kind.Store, storeWidths),
  ...group(Kind.Branch, comparisons),
  ...group(Kind.Auipc, { auipc: 0 }),
  ...group(Kind.Jal, { jal: 0 }),
  ...group(Kind.Jalr, { jalr: 0 }),
  ...group(Kind.Atomic, atomicOperations),
  ...group(Kind.Csr, csrOperations),
  ...group(Kind.System, systemOperations),
  ...group(Kind.Nothing, { fence: 0, 'fence.i': 0 }),
]);

function group(
  kind: Kind,
  operations: Readonly<Partial<Record<Mnemonic, number>>>,
): [Mnemonic, { kind: Kind; operation: number }][] {
  return Object.entries(operations).map(([name, operation]) => [name as Mnemonic, { kind, operation }]);
}

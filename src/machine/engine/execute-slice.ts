/**
 * The interpreter's loop. It goes through the cells of a page (code-pages.ts) and executes the plan in each (plans.ts). The
 * frequent, simple instructions are executed here; perform() executes all others, and each load or store that is not a
 * plain access to RAM. Read Li, Lw, Beq and Jalr first: most other cases have the shape of one of these.
 *
 *   a case ends with   and the loop goes on with
 *   break done         the next instruction in this page
 *   break jump         the cell `immediate` cells further: a taken branch within this page
 *   continue           the cell `index`, which the case has set or filled
 *   continue pages     the instruction at `pc`, in any page
 *   break              perform()
 *
 * The loop does not keep the program counter, but works it out from the cell where it is needed: a cell is two bytes. Sums
 * for a register are not cut to 32 bits here: `x` is an Int32Array, which does that.
 */
import { compute, isTaken } from './arithmetic.js';
import { FIRST_CELL, type CodePages } from './code-pages.js';
import { type Hart, NO_TRAP } from '../hart/index.js';
import { entryAt, FAULTED } from '../memory/index.js';
import { perform } from './perform.js';
import { fetchAlone, fetchCell } from './fetch-cell.js';
import { decodeCell, length, Op, rd, rs1, rs2 } from './plans.js';

// A lookaside's tag is the address of a page. It is compared with an address under one of these masks. The mask for an access
// of two or four bytes keeps the bits that make it misaligned, so that a misaligned address never matches.
const PAGE = ~0xfff;
const HALF_TAG = PAGE | 1;
const WORD_TAG = PAGE | 3;

/** Does what Engine.execute does, without a trace. */
export function executeSlice(hart: Hart, code: CodePages, limit: number): number {
  const { registers: x, counters, memory } = hart;
  const { words, halves, bytes } = memory;
  const lookaside = hart.lookasides.current.entries;
  let pc = hart.pc | 0;
  let attempts = 0;

  pages: while (attempts < limit) {
    counters.running = attempts;
    let index = fetchCell(hart, code, pc);
    if (index === FAULTED) {
      attempts += 1;
      break;
    }
    if (hart.endsSlice && attempts > 0) {
      break; // this fetch has cost the last cycles of the slice
    }
    const { plans, immediates } = code; // after fetchCell, which may have replaced them
    let origin = (pc - 2 * index) | 0; // pc is always origin + 2 * index

    while (attempts < limit) {
      const plan = plans[index]!;
      const immediate = immediates[index]!;
      jump: {
        done: {
          // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check -- perform() does the others
          switch ((plan & 127) as Op) {
            case Op.Li:
              x[rd(plan)] = immediate;
              break done;
            case Op.Addi:
              x[rd(plan)] = x[rs1(plan)]! + immediate;
              break done;
            case Op.Slti:
              x[rd(plan)] = x[rs1(plan)]! < immediate ? 1 : 0;
              break done;
            case Op.Sltiu:
              x[rd(plan)] = x[rs1(plan)]! >>> 0 < immediate >>> 0 ? 1 : 0;
              break done;
            case Op.Xori:
              x[rd(plan)] = x[rs1(plan)]! ^ immediate;
              break done;
            case Op.Ori:
              x[rd(plan)] = x[rs1(plan)]! | immediate;
              break done;
            case Op.Andi:
              x[rd(plan)] = x[rs1(plan)]! & immediate;
              break done;
            case Op.Slli:
              x[rd(plan)] = x[rs1(plan)]! << immediate;
              break done;
            case Op.Srli:
              x[rd(plan)] = x[rs1(plan)]! >>> immediate;
              break done;
            case Op.Srai:
              x[rd(plan)] = x[rs1(plan)]! >> immediate;
              break done;
            case Op.Add:
              x[rd(plan)] = x[rs1(plan)]! + x[rs2(plan)]!;
              break done;
            case Op.Sub:
              x[rd(plan)] = x[rs1(plan)]! - x[rs2(plan)]!;
              break done;
            case Op.Sll:
              x[rd(plan)] = x[rs1(plan)]! << x[rs2(plan)]!;
              break done;
            case Op.Slt:
              x[rd(plan)] = x[rs1(plan)]! < x[rs2(plan)]! ? 1 : 0;
              break done;
            case Op.Sltu:
              x[rd(plan)] = x[rs1(plan)]! >>> 0 < x[rs2(plan)]! >>> 0 ? 1 : 0;
              break done;
            case Op.Xor:
              x[rd(plan)] = x[rs1(plan)]! ^ x[rs2(plan)]!;
              break done;
            case Op.Srl:
              x[rd(plan)] = x[rs1(plan)]! >>> x[rs2(plan)]!;
              break done;
            case Op.Sra:
              x[rd(plan)] = x[rs1(plan)]! >> x[rs2(plan)]!;
              break done;
            case Op.Or:
              x[rd(plan)] = x[rs1(plan)]! | x[rs2(plan)]!;
              break done;
            case Op.And:
              x[rd(plan)] = x[rs1(plan)]! & x[rs2(plan)]!;
              break done;
            case Op.Mul:
              x[rd(plan)] = Math.imul(x[rs1(plan)]!, x[rs2(plan)]!);
              break done;
            case Op.OtherArithmetic:
              x[rd(plan)] = compute(immediate, x[rs1(plan)]!, x[rs2(plan)]!);
              break done;
            case Op.Auipc:
              x[rd(plan)] = origin + 2 * index + immediate;
              break done;
            case Op.Nothing:
              break done;

            // Loads and stores whose page is in the current lookaside. Its entries (lookaside.ts): word 0 is the tag for
            // loads, word 1 the tag for stores, word 2 the offset in RAM minus the address.
            case Op.Lw: {
              const address = (x[rs1(plan)]! + immediate) | 0;
              const entry = entryAt(address);
              if (lookaside[entry] === (address & WORD_TAG)) {
                x[rd(plan)] = words[(address + lookaside[entry + 2]!) >> 2]!;
                break done;
              }
              break;
            }
            case Op.Lbu: {
              const address = (x[rs1(plan)]! + immediate) | 0;
              const entry = entryAt(address);
              if (lookaside[entry] === (address & PAGE)) {
                x[rd(plan)] = bytes[(address + lookaside[entry + 2]!) | 0]!;
                break done;
              }
              break;
            }
            case Op.Lb: {
              const address = (x[rs1(plan)]! + immediate) | 0;
              const entry = entryAt(address);
              if (lookaside[entry] === (address & PAGE)) {
                x[rd(plan)] = (bytes[(address + lookaside[entry + 2]!) | 0]! << 24) >> 24;
                break done;
              }
              break;
            }
            case Op.Lhu: {
              const address = (x[rs1(plan)]! + immediate) | 0;
              const entry = entryAt(address);
              if (lookaside[entry] === (address & HALF_TAG)) {
                x[rd(plan)] = halves[(address + lookaside[entry + 2]!) >> 1]!;
                break done;
              }
              break;
            }
            case Op.Lh: {
              const address = (x[rs1(plan)]! + immediate) | 0;
              const entry = entryAt(address);
              if (lookaside[entry] === (address & HALF_TAG)) {
                x[rd(plan)] = (halves[(address + lookaside[entry + 2]!) >> 1]! << 16) >> 16;
                break done;
              }
              break;
            }
            case Op.Sw: {
              const address = (x[rs1(plan)]! + immediate) | 0;
              const entry = entryAt(address);
              if (lookaside[entry + 1] === (address & WORD_TAG)) {
                words[(address + lookaside[entry + 2]!) >> 2] = x[rs2(plan)]!;
                break done;
              }
              break;
            }
            case Op.Sh: {
              const address = (x[rs1(plan)]! + immediate) | 0;
              const entry = entryAt(address);
              if (lookaside[entry + 1] === (address & HALF_TAG)) {
                halves[(address + lookaside[entry + 2]!) >> 1] = x[rs2(plan)]!;
                break done;
              }
              break;
            }
            case Op.Sb: {
              const address = (x[rs1(plan)]! + immediate) | 0;
              const entry = entryAt(address);
              if (lookaside[entry + 1] === (address & PAGE)) {
                bytes[(address + lookaside[entry + 2]!) | 0] = x[rs2(plan)]!;
                break done;
              }
              break;
            }

            // Branches and jumps within the page.
            case Op.Beq:
              if (x[rs1(plan)]! === x[rs2(plan)]!) {
                break jump;
              }
              break done;
            case Op.Bne:
              if (x[rs1(plan)]! !== x[rs2(plan)]!) {
                break jump;
              }
              break done;
            case Op.Blt:
              if (x[rs1(plan)]! < x[rs2(plan)]!) {
                break jump;
              }
              break done;
            case Op.Bge:
              if (x[rs1(plan)]! >= x[rs2(plan)]!) {
                break jump;
              }
              break done;
            case Op.Bltu:
              if (x[rs1(plan)]! >>> 0 < x[rs2(plan)]! >>> 0) {
                break jump;
              }
              break done;
            case Op.Bgeu:
              if (x[rs1(plan)]! >>> 0 >= x[rs2(plan)]! >>> 0) {
                break jump;
              }
              break done;
            case Op.Jal:
              x[rd(plan)] = origin + 2 * (index + length(plan));
              break jump;

            // Branches and jumps that may leave the page.
            case Op.BeqFar:
            case Op.BneFar:
            case Op.BltFar:
            case Op.BgeFar:
            case Op.BltuFar:
            case Op.BgeuFar:
              if (!isTaken((plan & 127) - Op.BeqFar, x[rs1(plan)]!, x[rs2(plan)]!)) {
                break done;
              }
              pc = (origin + 2 * index + immediate) | 0;
              attempts += 1;
              continue pages;
            case Op.JalFar:
              pc = (origin + 2 * index + immediate) | 0;
              x[rd(plan)] = origin + 2 * (index + length(plan));
              attempts += 1;
              continue pages;
            case Op.Jalr: {
              const here = (origin + 2 * index) | 0;
              pc = (x[rs1(plan)]! + immediate) & ~1;
              x[rd(plan)] = here + 2 * length(plan);
              attempts += 1;
              if (((pc ^ here) & PAGE) !== 0 || index < FIRST_CELL) {
                continue pages;
              }
              index += (pc - here) >> 1;
              continue;
            }

            // Cells without an instruction.
            case Op.Undecoded:
              decodeCell(code, index, memory.halves);
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

          // After `break`: perform() executes the instruction, which may trap, change `pc` or end the slice.
          pc = (origin + 2 * index) | 0;
          hart.pc = pc;
          const next = (pc + 2 * length(plan)) | 0;
          hart.next = next;
          counters.running = attempts;
          const result = perform(hart, plan, immediate);
          attempts += 1;
          if (hart.endsSlice && hart.trapCause !== NO_TRAP) {
            break pages;
          }
          x[rd(plan)] = result;
          pc = hart.next;
          if (hart.endsSlice) {
            break pages;
          }
          if (pc !== next) {
            continue pages;
          }
          index += length(plan);
          continue;
        }
        // After `break done`.
        attempts += 1;
        index += length(plan);
        continue;
      }
      // After `break jump`.
      attempts += 1;
      index += immediate;
    }
    pc = (origin + 2 * index) | 0;
  }
  hart.pc = pc;
  return attempts;
}

/**
 * The interpreter's loop. Within a page it knows the instructions by their cells alone (code-pages.ts); the program counter is
 * worked out where somebody needs it. What is frequent and simple is done here, field by field of the plan (plans.ts); all
 * else, and every load or store that is not a plain access to RAM, goes through perform().
 *
 * Behind the switch are three places to go on. `break done`: at the next instruction. `break jump`: as many cells
 * further as the immediate says, in the same page. A plain `break`: perform() does the instruction. `continue pages` is
 * for what leaves the page. Sums need no care for their 32 bits: `x` is an Int32Array, which keeps the low ones.
 */
import { compute, isTaken } from './arithmetic.js';
import type { CodePages } from './code-pages.js';
import { type Hart, NO_TRAP } from '../hart/index.js';
import { entryAt, FAULTED } from '../memory/index.js';
import { perform } from './perform.js';
import { fetchAlone, fetchCell } from './fetch-cell.js';
import { decodeCell, length, Op, rd, rs1, rs2 } from './plans.js';

// What is left of an address that is compared with a page's: a misaligned one keeps a bit, and so is never equal.
const PAGE = ~0xfff;
const HALF_TAG = PAGE | 1;
const WORD_TAG = PAGE | 3;

/** As Engine.execute, without a trace. */
export function executeSlice(hart: Hart, code: CodePages, limit: number): number {
  const { registers: x, counters, memory } = hart;
  const { plans, immediates, scratch } = code;
  const { words, halves, bytes } = memory;
  const known = hart.lookasides.current.entries;
  let pc = hart.pc | 0;
  let attempts = 0;

  pages: while (attempts < limit) {
    counters.running = attempts;
    let index = fetchCell(hart, code, pc);
    if (index === FAULTED) {
      attempts += 1;
      break;
    }
    let origin = (pc - 2 * index) | 0; // pc is always origin + 2 * index

    while (attempts < limit) {
      const plan = plans[index]!;
      const immediate = immediates[index]!;
      jump: {
        done: {
          // eslint-disable-next-line @typescript-eslint/switch-exhaustiveness-check -- the others are perform()'s
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

            // Loads from and stores to pages of RAM that the current lookaside knows (lookaside.ts has the layout of
            // its entries).
            case Op.Lw: {
              const address = (x[rs1(plan)]! + immediate) | 0;
              const at = entryAt(address);
              if (known[at] === (address & WORD_TAG)) {
                x[rd(plan)] = words[(address + known[at + 2]!) >> 2]!;
                break done;
              }
              break;
            }
            case Op.Lbu: {
              const address = (x[rs1(plan)]! + immediate) | 0;
              const at = entryAt(address);
              if (known[at] === (address & PAGE)) {
                x[rd(plan)] = bytes[(address + known[at + 2]!) | 0]!;
                break done;
              }
              break;
            }
            case Op.Lb: {
              const address = (x[rs1(plan)]! + immediate) | 0;
              const at = entryAt(address);
              if (known[at] === (address & PAGE)) {
                x[rd(plan)] = (bytes[(address + known[at + 2]!) | 0]! << 24) >> 24;
                break done;
              }
              break;
            }
            case Op.Lhu: {
              const address = (x[rs1(plan)]! + immediate) | 0;
              const at = entryAt(address);
              if (known[at] === (address & HALF_TAG)) {
                x[rd(plan)] = halves[(address + known[at + 2]!) >> 1]!;
                break done;
              }
              break;
            }
            case Op.Lh: {
              const address = (x[rs1(plan)]! + immediate) | 0;
              const at = entryAt(address);
              if (known[at] === (address & HALF_TAG)) {
                x[rd(plan)] = (halves[(address + known[at + 2]!) >> 1]! << 16) >> 16;
                break done;
              }
              break;
            }
            case Op.Sw: {
              const address = (x[rs1(plan)]! + immediate) | 0;
              const at = entryAt(address);
              if (known[at + 1] === (address & WORD_TAG)) {
                words[(address + known[at + 2]!) >> 2] = x[rs2(plan)]!;
                break done;
              }
              break;
            }
            case Op.Sh: {
              const address = (x[rs1(plan)]! + immediate) | 0;
              const at = entryAt(address);
              if (known[at + 1] === (address & HALF_TAG)) {
                halves[(address + known[at + 2]!) >> 1] = x[rs2(plan)]!;
                break done;
              }
              break;
            }
            case Op.Sb: {
              const address = (x[rs1(plan)]! + immediate) | 0;
              const at = entryAt(address);
              if (known[at + 1] === (address & PAGE)) {
                bytes[(address + known[at + 2]!) | 0] = x[rs2(plan)]!;
                break done;
              }
              break;
            }

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
              if (((pc ^ here) & PAGE) !== 0 || index >= scratch) {
                continue pages;
              }
              index += (pc - here) >> 1;
              continue;
            }

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
        attempts += 1;
        index += length(plan);
        continue;
      }
      attempts += 1;
      index += immediate;
    }
    pc = (origin + 2 * index) | 0;
  }
  hart.pc = pc;
  return attempts;
}

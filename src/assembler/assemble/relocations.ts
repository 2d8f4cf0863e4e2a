/**
 * The immediate operand of an instruction: an expression, or one half of the address that it gives.
 * RISC-V psABI, "Relocations": R_RISCV_HI20, LO12, PCREL_HI20, PCREL_LO12, BRANCH and JAL.
 */
import { hex, type InstructionRow } from '../../machine/index.js';
import { evaluate, type Expression } from '../symbols/index.js';
import { fault } from '../text/index.js';

/** `%hi(x)` and `%lo(x)` are the halves of an address; with `pcrel_`, of the distance from the instruction to it. */
export type Relocation = 'hi' | 'lo' | 'pcrel_hi' | 'pcrel_lo';

export interface Immediate {
  readonly relocation?: Relocation;
  readonly expression: Expression;
}

/** What is known when all sections have their addresses. */
export interface Resolved {
  /** The value of a symbol. */
  readonly symbol: (name: string) => bigint;
  /** The target of each instruction with %pcrel_hi, by its address: %pcrel_lo names that instruction, not the target. */
  readonly highHalves: ReadonlyMap<number, Expression>;
}

/** The number for the field of the immediate of an instruction at `address`: for a branch or jump, the distance. */
export function immediateValue(
  { format }: InstructionRow,
  { relocation, expression }: Immediate,
  address: number,
  { symbol, highHalves }: Resolved,
): number {
  const value = word(evaluate(expression, symbol));
  if (relocation === undefined) {
    return format === 'B' || format === 'J' ? (value - address) | 0 : value;
  }
  switch (relocation) {
    case 'hi':
      return highHalf(value);
    case 'lo':
      return lowHalf(value);
    case 'pcrel_hi':
      return highHalf(value - address);
    case 'pcrel_lo': {
      const target = highHalves.get(value >>> 0);
      if (target === undefined) {
        fault(`%pcrel_lo: no instruction with %pcrel_hi stands at ${hex(value)}`);
      }
      return lowHalf(word(evaluate(target, symbol)) - value);
    }
  }
}

/** The upper 20 bits, rounded: adding the sign-extended low half to them gives `value` again. */
export function highHalf(value: number): number {
  return ((value + 0x800) >>> 12) & 0xf_ffff;
}

/** The lowest 12 bits, sign-extended. */
export function lowHalf(value: number): number {
  return (value << 20) >> 20;
}

/** A 32-bit value, signed; 0xffff_ffff and -1 are the same. */
function word(value: bigint): number {
  if (value < -0x8000_0000n || value > 0xffff_ffffn) {
    fault(`${value} does not fit in 32 bits`);
  }
  return Number(BigInt.asIntN(32, value));
}

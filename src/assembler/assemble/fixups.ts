/**
 * What is filled in when all addresses are known: the operands of instructions, and data.
 * RISC-V psABI, "Relocations": R_RISCV_HI20, LO12, PCREL_HI20, PCREL_LO12, BRANCH and JAL.
 */
import type { InstructionRow } from '../../machine/index.js';
import { compress, compressAs } from '../encode/compress.js';
import { encode, type Operands } from '../encode/encode.js';
import { fault, type ErrorList, type Place } from '../text/errors.js';
import { evaluate, type Expression } from '../symbols/expression.js';
import type { Section } from '../symbols/section.js';
import type { SymbolTable } from '../symbols/symbol-table.js';

/** An operand as written: an expression, or one half of the address that it gives. */
export interface Immediate {
  readonly relocation?: 'hi' | 'lo' | 'pcrel_hi' | 'pcrel_lo';
  readonly expression: Expression;
}

/** Bytes of a section that wait for their value. */
export type Fixup = { readonly section: Section; readonly offset: number; readonly place: Place } & (
  | {
      readonly content: { readonly kind: 'data'; readonly size: number; readonly expression: Expression };
    }
  | {
      readonly content: InstructionContent;
      readonly short: ShortForm | undefined;
      /** What its address must be a multiple of. */
      readonly alignment: 2 | 4;
    }
);

/** An instruction that has 16 bits; `jump` numbers those that may have to become long to reach their target. */
export interface ShortForm {
  readonly jump?: number;
}

/** An instruction taken apart, or (from .insn) its bits as they are. */
export type InstructionContent =
  | {
      readonly kind: 'instruction';
      readonly row: InstructionRow;
      readonly operands: Operands;
      readonly immediate?: Immediate;
      /** The compressed instruction that the source names, `c.lw`: it must be that one. */
      readonly compressedName?: string;
      /** The source spells it in a way that GNU as does not compress. */
      readonly keepLong?: boolean;
    }
  | { readonly kind: 'word'; readonly word: number }
  | { readonly kind: 'half'; readonly word: number };

type Decoded = InstructionContent & { readonly kind: 'instruction' };

/** Has the instruction a 16-bit form when `value` is its immediate? */
export function canCompress({ row, operands }: Decoded, value: number | undefined): boolean {
  return compress(encodeWith(row, operands, value)) !== undefined;
}

/**
 * Fills in all of them; what does not fit is added to `errors`. The sections must have their addresses.
 * Returns the short jumps that do not reach their targets: the whole must be assembled again, with these long.
 */
export function applyFixups(
  fixups: readonly Fixup[],
  symbols: SymbolTable,
  errors: ErrorList,
): readonly number[] {
  const resolve = (name: string): bigint => symbols.resolve(name);
  const highHalves = highHalvesOf(fixups);
  const tooShort: number[] = [];
  for (const fixup of fixups) {
    errors.collect(fixup.place, () => {
      const { section, offset } = fixup;
      const address = section.address + offset;
      if (!('short' in fixup)) {
        const { expression, size } = fixup.content;
        section.patch(offset, dataValue(expression, size, resolve), size);
        return;
      }
      const { content, short, alignment } = fixup;
      if (address % alignment !== 0) {
        fault(`this instruction would lie at ${hex(address)}: put .align ${alignment / 2} before it`);
      }
      if (content.kind !== 'instruction') {
        return section.patch(offset, BigInt(content.word), content.kind === 'half' ? 2 : 4);
      }
      const { row, operands, immediate, compressedName } = content;
      const value = immediate && immediateValue(row, immediate, address, resolve, highHalves);
      if (short === undefined) {
        return section.patch(offset, BigInt(encodeWith(row, operands, value)), 4);
      }
      if (short.jump !== undefined && !isNear(row, value ?? 0, address, section)) {
        tooShort.push(short.jump);
        return;
      }
      const long = encodeWith(row, operands, value);
      const half = compressedName === undefined ? compress(long) : compressAs(compressedName, long);
      if (half === undefined) {
        fault(`${compressedName ?? row.name}: these operands do not fit into 16 bits`);
      }
      section.patch(offset, BigInt(half), 2);
    });
  }
  return tooShort;
}

/** Reaches c.j or c.beqz and c.bnez this far? A target elsewhere than in the section counts as far, as in GNU as. */
function isNear({ format }: InstructionRow, distance: number, address: number, section: Section): boolean {
  const reach = format === 'J' ? 0x800 : 0x100;
  const target = address + distance - section.address;
  return distance >= -reach && distance < reach && target >= 0 && target <= section.size;
}

type Resolve = (name: string) => bigint;

/** What each instruction with %pcrel_hi points to, by its address: %pcrel_lo names the instruction, not the target. */
function highHalvesOf(fixups: readonly Fixup[]): ReadonlyMap<number, Expression> {
  const targets = new Map<number, Expression>();
  for (const { section, offset, content } of fixups) {
    if (content.kind === 'instruction' && content.immediate?.relocation === 'pcrel_hi') {
      targets.set(section.address + offset, content.immediate.expression);
    }
  }
  return targets;
}

function dataValue(expression: Expression, size: number, resolve: Resolve): bigint {
  const value = evaluate(expression, resolve);
  const bits = BigInt(8 * size);
  if (value < -(1n << (bits - 1n)) || value >= 1n << bits) {
    fault(`${value} does not fit in ${size === 1 ? 'a byte' : `${size} bytes`}`);
  }
  return value;
}

/** The number for the immediate's field, as the form has it: `lui` takes 20 bits, a branch the distance. */
function immediateValue(
  row: InstructionRow,
  { relocation, expression }: Immediate,
  address: number,
  resolve: Resolve,
  highHalves: ReadonlyMap<number, Expression>,
): number {
  const value = word(evaluate(expression, resolve));
  if (relocation === undefined) {
    return row.format === 'B' || row.format === 'J' ? (value - address) | 0 : value;
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
        fault(`%pcrel_lo: no instruction with %pcrel_hi stands at ${hex(value >>> 0)}`);
      }
      return lowHalf(word(evaluate(target, resolve)) - value);
    }
  }
}

/** The upper 20 bits, rounded so that adding the sign-extended low half gives the value again. */
function highHalf(value: number): number {
  return ((value + 0x800) >>> 12) & 0xf_ffff;
}

function lowHalf(value: number): number {
  return (value << 20) >> 20;
}

/** `operands` with `value` put where the format has its immediate. */
function encodeWith(row: InstructionRow, operands: Operands, value: number | undefined): number {
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

/** A 32-bit value, signed; 0xffff_ffff and -1 are the same. */
function word(value: bigint): number {
  if (value < -0x8000_0000n || value > 0xffff_ffffn) {
    fault(`${value} does not fit in 32 bits`);
  }
  return Number(BigInt.asIntN(32, value));
}

function hex(address: number): string {
  return `0x${address.toString(16)}`;
}

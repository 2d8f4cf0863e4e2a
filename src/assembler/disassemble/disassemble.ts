/**
 * From a word to text, as GNU objdump writes it. The differences: one space after the name, 0x before every hexadecimal
 * number, and targets that the assembler can read: `0x80000010`, or `.+16` where the address is not known.
 */
import { decode, expandCompressed, hex, isCompressed, type Instruction } from '../../machine/index.js';
import { compress, encode } from '../encode/index.js';
import { aliasOf } from './aliases.js';
import { compressedText } from './compressed-text.js';
import { operandsText, operandTextAt } from './operand-text.js';

export interface FormatOptions {
  /** The address of the instruction: if it is given, targets are absolute. */
  readonly address?: number;
  /** Write `mv`, `ret`, `csrw` and the like where they fit; true if left out. */
  readonly aliases?: boolean;
}

/**
 * The instruction that `word` encodes, as text; `.word 0x…` if this machine does not know it, or if it is a reserved form
 * that cannot be written (a fence with other bits set). `assemble` turns the text into the same word. A compressed
 * instruction is given as its 16 bits. With aliases its text is that of the long form; under `.option rvc` that text becomes
 * the same 16 bits.
 */
export function disassemble(
  word: number,
  address?: number,
  options: Omit<FormatOptions, 'address'> = {},
): string {
  if (isCompressed(word) && word >>> 16 !== 0) {
    return `.word ${hex(word)}`;
  }
  const instruction = decode(word, true);
  if (instruction === undefined) {
    return isCompressed(word) ? plainHalf(word) : `.word ${hex(word)}`;
  }
  return formatInstruction(instruction, address === undefined ? options : { ...options, address });
}

/** A decoded instruction as text; see `disassemble`. */
export function formatInstruction(instruction: Instruction, options: FormatOptions = {}): string {
  const { address, aliases = true } = options;
  if (!isCompressed(instruction.word) && !hasSpelling(instruction)) {
    return `.word ${hex(instruction.word)}`;
  }
  if (instruction.word === FENCE_TSO) {
    return 'fence.tso';
  }
  const text = operandTextAt(address);
  if (isCompressed(instruction.word)) {
    const { word } = instruction;
    // The long form of a HINT or of c.jal would not be compressed again: only its own name gives these 16 bits.
    const isCall = instruction.format === 'J' && instruction.rd !== 0;
    const isChosen = !isCall && compress(expandCompressed(word) ?? 0) === word;
    if (!aliases || !isChosen) {
      return compressedText(instruction, text) ?? plainHalf(word);
    }
  }
  const alias = aliases ? aliasOf(instruction, text) : undefined;
  if (alias !== undefined) {
    return alias;
  }
  return `${instruction.name}${ordering(instruction)} ${operandsText(instruction, text)}`.trim();
}

/** Do the name and the operands give the whole word? Not if a reserved bit is set, or if a set of a fence is empty. */
function hasSpelling(instruction: Instruction): boolean {
  const { name, format, word, rd, rs1, rs2, imm } = instruction;
  if (word === FENCE_TSO) {
    return true;
  }
  if (format === 'fence' && (imm >> 8 !== 0 || (imm & 0xf0) === 0 || (imm & 0xf) === 0)) {
    return false;
  }
  const { aq, rl } = orderingBits(instruction);
  return encode(name, { rd, rs1, rs2, imm, aq, rl }) === word;
}

/** The suffix for acquire and release. */
function ordering(instruction: Instruction): string {
  const { aq, rl } = orderingBits(instruction);
  return aq || rl ? `.${aq ? 'aq' : ''}${rl ? 'rl' : ''}` : '';
}

function orderingBits({ format, word }: Instruction): { readonly aq: boolean; readonly rl: boolean } {
  const ordered = format === 'amo' || format === 'lr';
  return { aq: ordered && (word & (1 << 26)) !== 0, rl: ordered && (word & (1 << 25)) !== 0 };
}

/** 16 bits that are no instruction. All zeros are defined to be illegal, and have a name. */
function plainHalf(half: number): string {
  return half === 0 ? 'c.unimp' : `.2byte ${hex(half)}`;
}

const FENCE_TSO = 0x8330_000f;

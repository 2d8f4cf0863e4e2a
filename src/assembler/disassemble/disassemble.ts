/**
 * From a word to text, as GNU objdump writes it, but for one space after the name, 0x before every hexadecimal number,
 * and targets that the assembler reads again: `0x80000010`, or `.+16` where the address is not known.
 */
import {
  decode,
  expandCompressed,
  isCompressed,
  registerNames,
  type Format,
  type Instruction,
} from '../../machine/index.js';
import { aliasOf } from './aliases.js';
import { compress } from '../encode/compress.js';
import { compressedText } from '../forms/compressed-forms.js';
import { csrText } from '../forms/csr-names.js';
import { encode } from '../encode/encode.js';

export interface FormatOptions {
  /** The instruction's own address: targets are then absolute. */
  readonly address?: number;
  /** Write `mv`, `ret`, `csrw` and the like where they fit; true if left out. */
  readonly aliases?: boolean;
}

/**
 * The instruction that `word` encodes, as text; `.word 0x…` if it is none of this machine, or a reserved form that has
 * no spelling (a fence with other bits set). `assemble` makes the same word of the text. A compressed instruction is given as
 * its 16 bits; with aliases its text is that of the long form, from which `.option rvc` makes the 16 bits again.
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
  const text: OperandText = {
    register: (number) => registerNames[number] ?? `x${number}`,
    csr: csrText,
    target: (distance) => (address === undefined ? relative(distance) : hex(address + distance)),
  };
  if (isCompressed(instruction.word)) {
    const { word } = instruction;
    // What no assembler chooses by itself, HINTs and c.jal, goes by its own name only.
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
  return `${instruction.name}${ordering(instruction)} ${operandsOf[instruction.format](instruction, text)}`.trim();
}

/** How single operands are written; shared with the aliases. */
export interface OperandText {
  readonly register: (number: number) => string;
  readonly csr: (number: number) => string;
  readonly target: (distance: number) => string;
}

const operandsOf: Readonly<Record<Format, (instruction: Instruction, text: OperandText) => string>> = {
  R: ({ rd, rs1, rs2 }, { register }) => `${register(rd)},${register(rs1)},${register(rs2)}`,
  I: ({ name, rd, rs1, imm }, { register }) =>
    name === 'jalr' ? `${register(rd)},${imm}(${register(rs1)})` : `${register(rd)},${register(rs1)},${imm}`,
  load: ({ rd, rs1, imm }, { register }) => `${register(rd)},${imm}(${register(rs1)})`,
  shift: ({ rd, rs1, rs2 }, { register }) => `${register(rd)},${register(rs1)},${hex(rs2)}`,
  S: ({ rs1, rs2, imm }, { register }) => `${register(rs2)},${imm}(${register(rs1)})`,
  B: ({ rs1, rs2, imm }, { register, target }) => `${register(rs1)},${register(rs2)},${target(imm)}`,
  U: ({ rd, imm }, { register }) => `${register(rd)},${hex(imm >>> 12)}`,
  J: ({ rd, imm }, { register, target }) => `${register(rd)},${target(imm)}`,
  csr: ({ rd, rs1, imm }, { register, csr }) => `${register(rd)},${csr(imm)},${register(rs1)}`,
  csri: ({ rd, rs1, imm }, { register, csr }) => `${register(rd)},${csr(imm)},${rs1}`,
  amo: ({ rd, rs1, rs2 }, { register }) => `${register(rd)},${register(rs2)},(${register(rs1)})`,
  lr: ({ rd, rs1 }, { register }) => `${register(rd)},(${register(rs1)})`,
  fence: ({ imm }) => `${fenceSet(imm >> 4)},${fenceSet(imm)}`,
  sfence: ({ rs1, rs2 }, { register }) => `${register(rs1)},${register(rs2)}`,
  hload: ({ rd, rs1 }, { register }) => `${register(rd)},(${register(rs1)})`,
  hstore: ({ rs1, rs2 }, { register }) => `${register(rs2)},(${register(rs1)})`,
  none: () => '',
};

/** Whether name and operands say all of the word: no reserved bit is set, and no set of a fence is empty. */
function hasSpelling(instruction: Instruction): boolean {
  const { name, format, word, imm } = instruction;
  if (word === FENCE_TSO) {
    return true;
  }
  if (format === 'fence' && (imm >> 8 !== 0 || (imm & 0xf0) === 0 || (imm & 0xf) === 0)) {
    return false;
  }
  const { aq, rl } = orderingBits(instruction);
  return encode(name, { ...instruction, aq, rl }) === word;
}

const FENCE_TSO = 0x8330_000f;

function ordering(instruction: Instruction): string {
  const { aq, rl } = orderingBits(instruction);
  return aq || rl ? `.${aq ? 'aq' : ''}${rl ? 'rl' : ''}` : '';
}

function orderingBits({ format, word }: Instruction): { readonly aq: boolean; readonly rl: boolean } {
  const ordered = format === 'amo' || format === 'lr';
  return { aq: ordered && (word & (1 << 26)) !== 0, rl: ordered && (word & (1 << 25)) !== 0 };
}

function fenceSet(bits: number): string {
  return [...'iorw'].filter((_, index) => (bits & (8 >> index)) !== 0).join('');
}

/** A half that is no instruction. The one of all zeros is defined to be none, and has a name. */
function plainHalf(half: number): string {
  return half === 0 ? 'c.unimp' : `.2byte ${hex(half)}`;
}

function relative(distance: number): string {
  return distance < 0 ? `.${distance}` : `.+${distance}`;
}

function hex(value: number): string {
  return `0x${(value >>> 0).toString(16)}`;
}

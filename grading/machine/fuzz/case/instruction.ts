/** An instruction of a test program: a word, or a jump to the beginning of a block, which may move. */
import { disassemble, encode } from '../../../../src/assembler/index.js';
import { BLOCK_BYTES } from './layout.js';

type Branch = 'beq' | 'bne' | 'blt' | 'bge' | 'bltu' | 'bgeu';

export type Instruction = {
  /** It needs the instruction before it: a shrunk program has both or neither. */
  readonly joined?: true;
} & (
  | { readonly kind: 'word'; readonly word: number; readonly bytes: 2 | 4 }
  | {
      readonly kind: 'branch';
      readonly name: Branch;
      readonly rs1: number;
      readonly rs2: number;
      readonly to: number;
    }
  | { readonly kind: 'jal'; readonly rd: number; readonly to: number }
  | { readonly kind: 'c.j'; readonly to: number }
  | { readonly kind: 'c.beqz' | 'c.bnez'; readonly rs1: number; readonly to: number }
);

export function word(value: number): Instruction {
  return { kind: 'word', word: value >>> 0, bytes: (value & 3) === 3 ? 4 : 2 };
}

/** Instructions that keep the generator's rules only as they stand: an address and its use, a change and its fence. */
export function together(instructions: readonly Instruction[]): Instruction[] {
  return instructions.map((instruction, index) =>
    index === 0 ? instruction : { ...instruction, joined: true },
  );
}

/** Its encoding, as it stands `offset` bytes into block `block`. */
export function wordOf(
  instruction: Instruction,
  block: number,
  offset: number,
): { readonly word: number; readonly bytes: 2 | 4 } {
  if (instruction.kind === 'word') {
    return instruction;
  }
  const imm = (instruction.to - block) * BLOCK_BYTES - offset;
  switch (instruction.kind) {
    case 'branch':
      return {
        word: encode(instruction.name, { rs1: instruction.rs1, rs2: instruction.rs2, imm }),
        bytes: 4,
      };
    case 'jal':
      return { word: encode('jal', { rd: instruction.rd, imm }), bytes: 4 };
    case 'c.j':
      return { word: 0xa001 | compressedJump(imm), bytes: 2 };
    case 'c.beqz':
      return { word: 0xc001 | ((instruction.rs1 - 8) << 7) | compressedBranch(imm), bytes: 2 };
    case 'c.bnez':
      return { word: 0xe001 | ((instruction.rs1 - 8) << 7) | compressedBranch(imm), bytes: 2 };
  }
}

/** The field imm[11|4|9:8|10|6|7|3:1|5] of C.J (unprivileged specification, section 16.4). */
function compressedJump(imm: number): number {
  return scatter(imm, [5, 1, 2, 3, 7, 6, 10, 8, 9, 4, 11], 2);
}

/** The fields imm[8|4:3] and imm[7:6|2:1|5] of C.BEQZ. */
function compressedBranch(imm: number): number {
  return scatter(imm, [5, 1, 2, 6, 7], 2) | scatter(imm, [3, 4, 8], 10);
}

function scatter(imm: number, bits: readonly number[], at: number): number {
  return bits.reduce((field, bit, index) => field | (((imm >> bit) & 1) << (at + index)), 0);
}

/** For the reader: the encoding, and what it says. */
export function describe(instruction: Instruction, block: number, offset: number): [string, string] {
  const { word: encoding, bytes } = wordOf(instruction, block, offset);
  const digits = encoding.toString(16).padStart(2 * bytes, '0');
  return [digits, disassemble(encoding, undefined, { aliases: bytes === 4 })];
}

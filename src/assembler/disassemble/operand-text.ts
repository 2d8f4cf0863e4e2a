/**
 * How operands are written, in the order of objdump.
 */
import { hex, registerNames, type Format, type Instruction } from '../../machine/index.js';
import { csrText } from '../forms/index.js';

/** How single operands are written. */
export interface OperandText {
  readonly register: (number: number) => string;
  readonly csr: (number: number) => string;
  /** The target of a branch or jump, `distance` bytes from the instruction. */
  readonly target: (distance: number) => string;
}

/** The writer for an instruction at `address`; without an address, targets are written as distances. */
export function operandTextAt(address: number | undefined): OperandText {
  return {
    register: (number) => registerNames[number]!,
    csr: csrText,
    target: (distance) => (address === undefined ? relative(distance) : hex((address + distance) >>> 0)),
  };
}

/** The operands of an instruction. */
export function operandsText(instruction: Instruction, text: OperandText): string {
  return writers[instruction.format](instruction, text);
}

const writers: Readonly<Record<Format, (instruction: Instruction, text: OperandText) => string>> = {
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

function fenceSet(bits: number): string {
  return [...'iorw'].filter((_, index) => (bits & (8 >> index)) !== 0).join('');
}

function relative(distance: number): string {
  return distance < 0 ? `.${distance}` : `.+${distance}`;
}

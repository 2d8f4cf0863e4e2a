/**
 * The compressed instructions under their own names: `c.addi a0,1`.
 */
import { findCompressed, hex, type Instruction } from '../../machine/index.js';
import { compressedForms } from '../forms/index.js';
import type { OperandText } from './operand-text.js';

/** The text of compressed instruction `instruction`, decoded as the long one; undefined if no name is known for it. */
export function compressedText(instruction: Instruction, text: OperandText): string | undefined {
  const name = findCompressed(instruction.word)?.name ?? '';
  const isHintNop = name === 'c.nop' && instruction.imm !== 0;
  const isEmptyShift = instruction.format === 'shift' && instruction.rs2 === 0;
  const forms = compressedForms(isEmptyShift ? `${name}64` : name);
  const form = forms[isHintNop ? 1 : 0]?.form;
  if (form === undefined) {
    return undefined;
  }
  const { rd, rs1, rs2, imm } = instruction;
  const operands: Readonly<Record<string, string>> = {
    rd: text.register(rd),
    rs1: text.register(rs1),
    rs2: text.register(rs2),
    imm: String(imm),
    upper: hex(imm >>> 12),
    shamt: hex(rs2),
    target: text.target(imm),
  };
  const written = form.replace(/\w+/g, (operand) => operands[operand] ?? operand).replaceAll(', ', ',');
  return `${isEmptyShift ? `${name}64` : name} ${written}`.trim();
}

/**
 * The compressed instructions by name: how each is written, and the 32-bit instruction that it stands for. A word of the
 * form is replaced by its operand, as in pseudo.ts. Unprivileged specification 20191213, chapter 16 (C).
 */

interface CompressedForm {
  readonly form: string;
  readonly becomes: string;
}

/** The ways to write compressed instruction `name`; empty if there is none of that name. */
export function compressedForms(name: string): readonly CompressedForm[] {
  return lines.filter(([known]) => known === name).map(([, form, becomes]) => ({ form, becomes }));
}

const lines: readonly (readonly [name: string, form: string, becomes: string])[] = [
  ['c.addi4spn', 'rd, rs1, imm', 'addi rd, rs1, imm'],
  ['c.lw', 'rd, imm(rs1)', 'lw rd, imm(rs1)'],
  ['c.sw', 'rs2, imm(rs1)', 'sw rs2, imm(rs1)'],
  ['c.nop', '', 'addi zero, zero, 0'],
  ['c.nop', 'imm', 'addi zero, zero, imm'],
  ['c.addi', 'rd, imm', 'addi rd, rd, imm'],
  ['c.jal', 'target', 'jal ra, target'],
  ['c.li', 'rd, imm', 'addi rd, zero, imm'],
  ['c.addi16sp', 'rd, imm', 'addi rd, rd, imm'],
  ['c.lui', 'rd, upper', 'lui rd, upper'],
  ...['srli', 'srai', 'slli'].flatMap((name) => [
    [`c.${name}`, 'rd, shamt', `${name} rd, rd, shamt`] as const,
    [`c.${name}64`, 'rd', `${name} rd, rd, 0`] as const, // RV128's name for the HINT with amount 0
  ]),
  ['c.andi', 'rd, imm', 'andi rd, rd, imm'],
  ...['sub', 'xor', 'or', 'and', 'add'].map(
    (name) => [`c.${name}`, 'rd, rs2', `${name} rd, rd, rs2`] as const,
  ),
  ['c.j', 'target', 'jal zero, target'],
  ['c.beqz', 'rs1, target', 'beq rs1, zero, target'],
  ['c.bnez', 'rs1, target', 'bne rs1, zero, target'],
  ['c.lwsp', 'rd, imm(rs1)', 'lw rd, imm(rs1)'],
  ['c.jr', 'rs1', 'jalr zero, rs1, 0'],
  ['c.mv', 'rd, rs2', 'add rd, zero, rs2'],
  ['c.ebreak', '', 'ebreak'],
  ['c.jalr', 'rs1', 'jalr ra, rs1, 0'],
  ['c.swsp', 'rs2, imm(rs1)', 'sw rs2, imm(rs1)'],
];

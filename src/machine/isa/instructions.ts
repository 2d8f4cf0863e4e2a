/**
 * The instruction table: one row for each instruction. The decoder, the assembler and the disassembler share it.
 * Unprivileged specification 20191213, chapter 24 (RV32I, Zifencei, Zicsr, M, A); privileged specification 1.12, chapter 9.
 * The instructions of the hypervisor extension have their own table, because not every hart has the extension.
 *
 * A word belongs to a row if `(word & mask) === match`. The format says where the operands are:
 *
 *   31      25 24  20 19  15 14  12 11     7 6      0
 *   funct7     rs2    rs1    funct3 rd       opcode    R, shift (rs2 is the amount), amo (aq and rl in bits 26 and 25)
 *   imm[11:0]         rs1    funct3 rd       opcode    I, load, csr and csri (the immediate is the CSR's number)
 *   imm[11:5]  rs2    rs1    funct3 imm[4:0] opcode    S
 *   imm[12|10:5] rs2  rs1    funct3 imm[4:1|11]        B
 *   imm[31:12]                      rd       opcode    U
 *   imm[20|10:1|11|19:12]           rd       opcode    J
 */
export type Format =
  | 'R'
  | 'I' // addi, jalr: a signed immediate
  | 'load' // I, written `rd, imm(rs1)`
  | 'shift'
  | 'S' // written `rs2, imm(rs1)`
  | 'B'
  | 'U'
  | 'J'
  | 'csr' // rd, csr, rs1
  | 'csri' // rd, csr, an immediate of five bits in the place of rs1
  | 'amo' // rd, rs2, (rs1)
  | 'lr' // rd, (rs1)
  | 'fence' // predecessor and successor sets in bits 27:24 and 23:20
  | 'sfence' // rs1, rs2
  | 'hload' // rd, (rs1): a load from the memory of a guest
  | 'hstore' // rs2, (rs1)
  | 'none';

/** `match` and `mask` are unsigned words. */
export interface InstructionRow {
  readonly name: Mnemonic;
  readonly format: Format;
  readonly match: number;
  readonly mask: number;
}

const OPCODE = 0x0000_007f;
const FUNCT3 = 0x0000_707f;
const FUNCT7 = 0xfe00_707f;
const AMO = 0xf800_707f; // aq and rl may have any value
const RD = 0xfe00_7fff; // funct7, and rd must be 0
const RS2 = 0xfff0_707f; // funct7, and rs2 belongs to the opcode
const ALL = 0xffff_ffff;

type Rows = readonly (readonly [string, Format, number, number])[];

const rows = [
  // RV32I
  ['lui', 'U', 0x37, OPCODE],
  ['auipc', 'U', 0x17, OPCODE],
  ['jal', 'J', 0x6f, OPCODE],
  ['jalr', 'I', 0x67, FUNCT3],
  ['beq', 'B', 0x0063, FUNCT3],
  ['bne', 'B', 0x1063, FUNCT3],
  ['blt', 'B', 0x4063, FUNCT3],
  ['bge', 'B', 0x5063, FUNCT3],
  ['bltu', 'B', 0x6063, FUNCT3],
  ['bgeu', 'B', 0x7063, FUNCT3],
  ['lb', 'load', 0x0003, FUNCT3],
  ['lh', 'load', 0x1003, FUNCT3],
  ['lw', 'load', 0x2003, FUNCT3],
  ['lbu', 'load', 0x4003, FUNCT3],
  ['lhu', 'load', 0x5003, FUNCT3],
  ['sb', 'S', 0x0023, FUNCT3],
  ['sh', 'S', 0x1023, FUNCT3],
  ['sw', 'S', 0x2023, FUNCT3],
  ['addi', 'I', 0x0013, FUNCT3],
  ['slti', 'I', 0x2013, FUNCT3],
  ['sltiu', 'I', 0x3013, FUNCT3],
  ['xori', 'I', 0x4013, FUNCT3],
  ['ori', 'I', 0x6013, FUNCT3],
  ['andi', 'I', 0x7013, FUNCT3],
  ['slli', 'shift', 0x0000_1013, FUNCT7],
  ['srli', 'shift', 0x0000_5013, FUNCT7],
  ['srai', 'shift', 0x4000_5013, FUNCT7],
  ['add', 'R', 0x0000_0033, FUNCT7],
  ['sub', 'R', 0x4000_0033, FUNCT7],
  ['sll', 'R', 0x0000_1033, FUNCT7],
  ['slt', 'R', 0x0000_2033, FUNCT7],
  ['sltu', 'R', 0x0000_3033, FUNCT7],
  ['xor', 'R', 0x0000_4033, FUNCT7],
  ['srl', 'R', 0x0000_5033, FUNCT7],
  ['sra', 'R', 0x4000_5033, FUNCT7],
  ['or', 'R', 0x0000_6033, FUNCT7],
  ['and', 'R', 0x0000_7033, FUNCT7],
  ['fence', 'fence', 0x000f, FUNCT3],
  ['ecall', 'none', 0x0000_0073, ALL],
  ['ebreak', 'none', 0x0010_0073, ALL],

  // Zifencei
  ['fence.i', 'none', 0x100f, FUNCT3],

  // Zicsr
  ['csrrw', 'csr', 0x1073, FUNCT3],
  ['csrrs', 'csr', 0x2073, FUNCT3],
  ['csrrc', 'csr', 0x3073, FUNCT3],
  ['csrrwi', 'csri', 0x5073, FUNCT3],
  ['csrrsi', 'csri', 0x6073, FUNCT3],
  ['csrrci', 'csri', 0x7073, FUNCT3],

  // M
  ['mul', 'R', 0x0200_0033, FUNCT7],
  ['mulh', 'R', 0x0200_1033, FUNCT7],
  ['mulhsu', 'R', 0x0200_2033, FUNCT7],
  ['mulhu', 'R', 0x0200_3033, FUNCT7],
  ['div', 'R', 0x0200_4033, FUNCT7],
  ['divu', 'R', 0x0200_5033, FUNCT7],
  ['rem', 'R', 0x0200_6033, FUNCT7],
  ['remu', 'R', 0x0200_7033, FUNCT7],

  // A
  ['lr.w', 'lr', 0x1000_202f, 0xf9f0_707f],
  ['sc.w', 'amo', 0x1800_202f, AMO],
  ['amoswap.w', 'amo', 0x0800_202f, AMO],
  ['amoadd.w', 'amo', 0x0000_202f, AMO],
  ['amoxor.w', 'amo', 0x2000_202f, AMO],
  ['amoand.w', 'amo', 0x6000_202f, AMO],
  ['amoor.w', 'amo', 0x4000_202f, AMO],
  ['amomin.w', 'amo', 0x8000_202f, AMO],
  ['amomax.w', 'amo', 0xa000_202f, AMO],
  ['amominu.w', 'amo', 0xc000_202f, AMO],
  ['amomaxu.w', 'amo', 0xe000_202f, AMO],

  // Privileged
  ['sret', 'none', 0x1020_0073, ALL],
  ['mret', 'none', 0x3020_0073, ALL],
  ['wfi', 'none', 0x1050_0073, ALL],
  ['sfence.vma', 'sfence', 0x1200_0073, RD],
] as const satisfies Rows;

const hypervisorRows = [
  ['hlv.b', 'hload', 0x6000_4073, RS2],
  ['hlv.bu', 'hload', 0x6010_4073, RS2],
  ['hlv.h', 'hload', 0x6400_4073, RS2],
  ['hlv.hu', 'hload', 0x6410_4073, RS2],
  ['hlvx.hu', 'hload', 0x6430_4073, RS2],
  ['hlv.w', 'hload', 0x6800_4073, RS2],
  ['hlvx.wu', 'hload', 0x6830_4073, RS2],
  ['hsv.b', 'hstore', 0x6200_4073, RD],
  ['hsv.h', 'hstore', 0x6600_4073, RD],
  ['hsv.w', 'hstore', 0x6a00_4073, RD],
  ['hfence.vvma', 'sfence', 0x2200_0073, RD],
  ['hfence.gvma', 'sfence', 0x6200_0073, RD],
] as const satisfies Rows;

/** The name of an instruction in assembler source. */
export type Mnemonic = (typeof rows)[number][0] | (typeof hypervisorRows)[number][0];

/** The instructions that every hart of this machine has. */
export const instructionTable: readonly InstructionRow[] = rows.map(toRow);

/** The instructions of the hypervisor extension. */
export const hypervisorTable: readonly InstructionRow[] = hypervisorRows.map(toRow);

function toRow([name, format, match, mask]: readonly [Mnemonic, Format, number, number]): InstructionRow {
  return { name, format, match, mask };
}

/** A decoded instruction. Operands that its format does not have are 0. `imm` is signed, or the number of a CSR. */
export interface Instruction {
  readonly word: number;
  readonly name: Mnemonic;
  readonly format: Format;
  readonly rd: number;
  readonly rs1: number;
  readonly rs2: number;
  readonly imm: number;
}

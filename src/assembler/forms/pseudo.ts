/**
 * Pseudo-instructions: how they are written, and the instructions that they become. RISC-V Assembly Programmer's Manual,
 * "Pseudo Instructions", and riscv-opc.c of GNU as. Each line of the table has a name, a form, and what it becomes; a word
 * of the form is replaced by its operand. Second ways to write an instruction of the machine are listed here too.
 */
export interface Pseudo {
  readonly form: string;
  readonly becomes: readonly string[];
}

/** The lines for `name`, in the order in which they are tried; empty if there are none. */
export function pseudosOf(name: string): readonly Pseudo[] {
  return table.get(name) ?? [];
}

// The low half of an address belongs to the auipc just before it: `%pcrel_lo` names that instruction.
const LOW = '%pcrel_lo(. - 4)';
const loads = ['lb', 'lh', 'lw', 'lbu', 'lhu'];
const stores = ['sb', 'sh', 'sw'];

const lines: readonly (readonly [name: string, form: string, ...becomes: string[]])[] = [
  ['nop', '', 'addi zero, zero, 0'],
  ['unimp', '', 'csrrw zero, cycle, zero'],

  // Arithmetic
  ['mv', 'rd, rs', 'addi rd, rs, 0'],
  ['move', 'rd, rs', 'addi rd, rs, 0'],
  ['not', 'rd, rs', 'xori rd, rs, -1'],
  ['neg', 'rd, rs', 'sub rd, zero, rs'],
  ['seqz', 'rd, rs', 'sltiu rd, rs, 1'],
  ['snez', 'rd, rs', 'sltu rd, zero, rs'],
  ['sltz', 'rd, rs', 'slt rd, rs, zero'],
  ['sgtz', 'rd, rs', 'slt rd, zero, rs'],
  ['sgt', 'rd, rs, rt', 'slt rd, rt, rs'],
  ['sgtu', 'rd, rs, rt', 'sltu rd, rt, rs'],
  ['zext.b', 'rd, rs', 'andi rd, rs, 255'],
  ['zext.h', 'rd, rs', 'slli rd, rs, 16', 'srli rd, rd, 16'],
  ['sext.b', 'rd, rs', 'slli rd, rs, 24', 'srai rd, rd, 24'],
  ['sext.h', 'rd, rs', 'slli rd, rs, 16', 'srai rd, rd, 16'],
  ['add', 'rd, rs, imm', 'addi rd, rs, imm'],
  ['and', 'rd, rs, imm', 'andi rd, rs, imm'],
  ['or', 'rd, rs, imm', 'ori rd, rs, imm'],
  ['xor', 'rd, rs, imm', 'xori rd, rs, imm'],
  ['slt', 'rd, rs, imm', 'slti rd, rs, imm'],
  ['sltu', 'rd, rs, imm', 'sltiu rd, rs, imm'],
  ['sll', 'rd, rs, shamt', 'slli rd, rs, shamt'],
  ['srl', 'rd, rs, shamt', 'srli rd, rs, shamt'],
  ['sra', 'rd, rs, shamt', 'srai rd, rs, shamt'],

  // Branches
  ['beqz', 'rs, target', 'beq rs, zero, target'],
  ['bnez', 'rs, target', 'bne rs, zero, target'],
  ['blez', 'rs, target', 'bge zero, rs, target'],
  ['bgez', 'rs, target', 'bge rs, zero, target'],
  ['bltz', 'rs, target', 'blt rs, zero, target'],
  ['bgtz', 'rs, target', 'blt zero, rs, target'],
  ['bgt', 'rs, rt, target', 'blt rt, rs, target'],
  ['ble', 'rs, rt, target', 'bge rt, rs, target'],
  ['bgtu', 'rs, rt, target', 'bltu rt, rs, target'],
  ['bleu', 'rs, rt, target', 'bgeu rt, rs, target'],

  // Jumps and calls
  ['j', 'target', 'jal zero, target'],
  ['jal', 'target', 'jal ra, target'],
  ['jr', 'rs', 'jalr zero, rs, 0'],
  ['jr', 'imm(rs)', 'jalr zero, rs, imm'],
  ['jr', 'rs, imm', 'jalr zero, rs, imm'],
  ['jalr', 'rs', 'jalr ra, rs, 0'],
  ['jalr', 'imm(rs)', 'jalr ra, rs, imm'],
  ['jalr', 'rd, rs', 'jalr rd, rs, 0'],
  ['jalr', 'rd, imm(rs)', 'jalr rd, rs, imm'],
  ['jalr', 'rs, imm', 'jalr ra, rs, imm'],
  ['ret', '', 'jalr zero, ra, 0'],
  ['call', 'symbol', 'auipc ra, %pcrel_hi(symbol)', `jalr ra, ra, ${LOW}`],
  ['call', 'rd, symbol', 'auipc t1, %pcrel_hi(symbol)', `jalr rd, t1, ${LOW}`],
  ['tail', 'symbol', 'auipc t1, %pcrel_hi(symbol)', `jalr zero, t1, ${LOW}`],
  ['jump', 'symbol, rt', 'auipc rt, %pcrel_hi(symbol)', `jalr zero, rt, ${LOW}`],

  // Addresses. What `li`, and `la` of a constant, become depends on the value: see assemble/expand.ts.
  ['la', 'rd, symbol', 'auipc rd, %pcrel_hi(symbol)', `addi rd, rd, ${LOW}`],
  ['lla', 'rd, symbol', 'auipc rd, %pcrel_hi(symbol)', `addi rd, rd, ${LOW}`],
  ...loads.map(
    (name) => [name, 'rd, symbol', 'auipc rd, %pcrel_hi(symbol)', `${name} rd, ${LOW}(rd)`] as const,
  ),
  ...stores.map(
    (name) => [name, 'rs, symbol, rt', 'auipc rt, %pcrel_hi(symbol)', `${name} rs, ${LOW}(rt)`] as const,
  ),

  // Control and status registers
  ['csrr', 'rd, csr', 'csrrs rd, csr, zero'],
  ['csrw', 'csr, rs', 'csrrw zero, csr, rs'],
  ['csrs', 'csr, rs', 'csrrs zero, csr, rs'],
  ['csrc', 'csr, rs', 'csrrc zero, csr, rs'],
  ...['', 'i'].flatMap((suffix) => [
    [`csrw${suffix}`, 'csr, uimm', 'csrrwi zero, csr, uimm'] as const,
    [`csrs${suffix}`, 'csr, uimm', 'csrrsi zero, csr, uimm'] as const,
    [`csrc${suffix}`, 'csr, uimm', 'csrrci zero, csr, uimm'] as const,
  ]),
  ['csrrw', 'rd, csr, uimm', 'csrrwi rd, csr, uimm'],
  ['csrrs', 'rd, csr, uimm', 'csrrsi rd, csr, uimm'],
  ['csrrc', 'rd, csr, uimm', 'csrrci rd, csr, uimm'],
  ...['cycle', 'time', 'instret', 'cycleh', 'timeh', 'instreth'].map(
    (counter) => [`rd${counter}`, 'rd', `csrrs rd, ${counter}, zero`] as const,
  ),

  // Fences
  ['fence', '', 'fence iorw, iorw'],
  ['fence.tso', '', '.insn 0x8330000f'],
  ...['sfence.vma', 'hfence.vvma', 'hfence.gvma'].flatMap((name) => [
    [name, '', `${name} zero, zero`] as const,
    [name, 'rs', `${name} rs, zero`] as const,
  ]),
];

const table = new Map<string, Pseudo[]>();
for (const [name, form, ...becomes] of lines) {
  table.set(name, [...(table.get(name) ?? []), { form, becomes }]);
}

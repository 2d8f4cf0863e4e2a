import { decode, hypervisorTable, instructionTable } from '../index.js';

test.each(instructionTable.map((row) => [row.name, row] as const))(
  '%s is found by its own row',
  (_name, row) => {
    expect(decode(row.match)?.name).toBe(row.name);
    const operands = ~row.mask >>> 0;
    expect(decode((row.match | operands) >>> 0)?.name).toBe(row.name);
  },
);

test.each([
  [0x00c5_8533, { name: 'add', format: 'R', rd: 10, rs1: 11, rs2: 12, imm: 0 }],
  [0xfff5_8513, { name: 'addi', format: 'I', rd: 10, rs1: 11, rs2: 0, imm: -1 }],
  [0x41f5_d513, { name: 'srai', format: 'shift', rd: 10, rs1: 11, rs2: 31, imm: 0 }],
  [0x8005_a503, { name: 'lw', format: 'load', rd: 10, rs1: 11, rs2: 0, imm: -2048 }],
  [0x80a5_a023, { name: 'sw', format: 'S', rd: 0, rs1: 11, rs2: 10, imm: -2048 }],
  [0x7eb5_0fe3, { name: 'beq', format: 'B', rd: 0, rs1: 10, rs2: 11, imm: 4094 }],
  [0x80b5_0063, { name: 'beq', format: 'B', rd: 0, rs1: 10, rs2: 11, imm: -4096 }],
  [0xffff_f537, { name: 'lui', format: 'U', rd: 10, rs1: 0, rs2: 0, imm: -4096 }],
  [0x7fff_f56f, { name: 'jal', format: 'J', rd: 10, rs1: 0, rs2: 0, imm: 0xf_fffe }],
  [0x8000_056f, { name: 'jal', format: 'J', rd: 10, rs1: 0, rs2: 0, imm: -0x10_0000 }],
  [0xf140_2573, { name: 'csrrs', format: 'csr', rd: 10, rs1: 0, rs2: 0, imm: 0xf14 }],
  [0x1001_7073, { name: 'csrrci', format: 'csri', rd: 0, rs1: 2, rs2: 0, imm: 0x100 }],
  [0x1015_a52f, undefined], // LR.W has no rs2
  [0x1005_a52f, { name: 'lr.w', format: 'lr', rd: 10, rs1: 11, rs2: 0, imm: 0 }],
  [0x1ac5_a52f, { name: 'sc.w', format: 'amo', rd: 10, rs1: 11, rs2: 12, imm: 0 }],
  [0x0ff0_000f, { name: 'fence', format: 'fence', rd: 0, rs1: 0, rs2: 0, imm: 0xff }],
  [0x12b5_0073, { name: 'sfence.vma', format: 'sfence', rd: 0, rs1: 10, rs2: 11, imm: 0 }],
])('%i decodes to its operands', (word, expected) => {
  expect(decode(word)).toEqual(expected && { word, ...expected });
});

test.each([0, 0xffff_ffff, 0x0000_9c01, 0x4000_1013, 0x0400_0033, 0x1020_00f3, 0x0000_3003])(
  '%i is not an instruction of this machine',
  (word) => {
    expect(decode(word)).toBeUndefined();
  },
);

test('a word may be a signed number', () => {
  expect(decode(0xfff5_8513 | 0)).toEqual(decode(0xfff5_8513));
});

test.each(hypervisorTable.map((row) => [row.name, row] as const))(
  '%s is an instruction only for a hart that has the hypervisor extension',
  (_name, row) => {
    const word = (row.match | ~row.mask) >>> 0;
    expect(decode(word)).toBeUndefined();
    expect(decode(word, true)?.name).toBe(row.name);
    expect(decode(row.match, true)?.name).toBe(row.name);
  },
);

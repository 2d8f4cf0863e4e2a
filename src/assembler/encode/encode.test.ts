import fc from 'fast-check';
import { decode, instructionTable, type Mnemonic } from '../../machine/index.js';
import { encode, type Operands } from '../index.js';

// One instruction of each format, its bits worked out by hand from the figures in instructions.ts.
const examples: readonly (readonly [Mnemonic, Operands, number])[] = [
  ['add', { rd: 1, rs1: 2, rs2: 3 }, 0b0000000_00011_00010_000_00001_0110011],
  ['addi', { rd: 1, rs1: 2, imm: -1 }, 0b111111111111_00010_000_00001_0010011],
  ['lw', { rd: 1, rs1: 2, imm: 2047 }, 0b011111111111_00010_010_00001_0000011],
  ['srai', { rd: 1, rs1: 2, rs2: 31 }, 0b0100000_11111_00010_101_00001_0010011],
  ['sw', { rs1: 2, rs2: 3, imm: -2 }, 0b1111111_00011_00010_010_11110_0100011],
  ['beq', { rs1: 2, rs2: 3, imm: -2 }, 0b1111111_00011_00010_000_11111_1100011],
  ['bne', { rs1: 2, rs2: 3, imm: 0x800 }, 0b0000000_00011_00010_001_00001_1100011],
  ['lui', { rd: 1, imm: 0x12345 << 12 }, 0b00010010001101000101_00001_0110111],
  ['jal', { rd: 1, imm: -2 }, 0b11111111111111111111_00001_1101111],
  ['jal', { rd: 1, imm: 0x800 }, 0b00000000000100000000_00001_1101111],
  ['csrrw', { rd: 1, rs1: 2, imm: 0x305 }, 0b001100000101_00010_001_00001_1110011],
  ['csrrwi', { rd: 1, rs1: 31, imm: 0x305 }, 0b001100000101_11111_101_00001_1110011],
  ['amoadd.w', { rd: 1, rs1: 2, rs2: 3, aq: true }, 0b0000010_00011_00010_010_00001_0101111],
  ['lr.w', { rd: 1, rs1: 2, rl: true }, 0b0001001_00000_00010_010_00001_0101111],
  ['fence', { imm: 0x31 }, 0b0000_0011_0001_00000_000_00000_0001111],
  ['sfence.vma', { rs1: 2, rs2: 3 }, 0b0001001_00011_00010_000_00000_1110011],
  ['mret', {}, 0b0011000_00010_00000_000_00000_1110011],
];

test.each(examples)('encode puts the operands of %s %j where its format has them', (name, operands, word) => {
  expect(encode(name, operands).toString(2)).toBe(word.toString(2));
});

test('encode gives back every word that decode has taken apart, but for reserved bits and ordering', () => {
  const rows = fc.constantFrom(...instructionTable);
  fc.assert(
    fc.property(rows, fc.integer(), (row, bits) => {
      const word = ((bits & ~row.mask) | row.match) >>> 0;
      const instruction = decode(word);
      if (instruction === undefined) {
        throw new Error(`decode does not know ${row.name}`);
      }
      const again = encode(row.name, instruction);
      expect({ ...decode(again), word }).toEqual(instruction);
    }),
    { numRuns: 2000, seed: 1 },
  );
});

const misfits: readonly (readonly [Mnemonic, Operands, string])[] = [
  ['add', { rd: 32 }, 'add: rd 32 is out of range, 0 to 31'],
  ['add', { rs1: -1 }, 'add: rs1 -1 is out of range, 0 to 31'],
  ['add', { rs2: 1.5 }, 'add: rs2 1.5 is out of range, 0 to 31'],
  ['slli', { rs2: 32 }, 'slli: shift amount 32 is out of range, 0 to 31'],
  ['csrrsi', { rs1: 32 }, 'csrrsi: immediate 32 is out of range, 0 to 31'],
  ['csrrs', { imm: 0x1000 }, 'csrrs: CSR number 4096 is out of range, 0 to 4095'],
  ['fence', { imm: -1 }, 'fence: set -1 is out of range, 0 to 4095'],
  ['addi', { imm: 2048 }, 'addi: immediate 2048 is out of range, -2048 to 2047'],
  ['sw', { imm: -2049 }, 'sw: immediate -2049 is out of range, -2048 to 2047'],
  ['lui', { imm: 1 }, 'lui: immediate 1 is not a multiple of 4096'],
  ['beq', { imm: 3 }, 'beq: distance to the target 3 is not a multiple of 2'],
  [
    'jal',
    { imm: 0x10_0000 },
    'jal: distance to the target 1048576 is out of range, -1048576 to 1048574: use call or tail',
  ],
];

test.each(misfits)('encode refuses %s %j and names the operand', (name, operands, message) => {
  expect(() => encode(name, operands)).toThrow(message);
});

test('encode refuses a name that is no instruction', () => {
  expect(() => encode('frobnicate' as Mnemonic)).toThrow("unknown instruction 'frobnicate'");
});

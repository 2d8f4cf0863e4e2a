/**
 * The shorter names that objdump prefers: `mv` for addi with 0, `ret` for a jump to ra. The first line that fits is taken.
 */
import { Csr, isCompressed, type Instruction, type Mnemonic } from '../../machine/index.js';
import type { OperandText } from './operand-text.js';

/** The alias and its operands; undefined if the instruction has no shorter name. */
export function aliasOf(instruction: Instruction, text: OperandText): string | undefined {
  for (const [fits, write] of aliases[instruction.name] ?? []) {
    if (fits(instruction)) {
      return write(instruction, text);
    }
  }
  return undefined;
}

type Alias = readonly [
  fits: (i: Instruction) => boolean,
  write: (i: Instruction, text: OperandText) => string,
];

const noRd = ({ rd }: Instruction): boolean => rd === 0;
const noRs1 = ({ rs1 }: Instruction): boolean => rs1 === 0;
const noRs2 = ({ rs2 }: Instruction): boolean => rs2 === 0;

const two =
  (name: string, source: 'rs1' | 'rs2'): Alias[1] =>
  (i, { register }) =>
    `${name} ${register(i.rd)},${register(i[source])}`;
const branch =
  (name: string, source: 'rs1' | 'rs2'): Alias[1] =>
  (i, { register, target }) =>
    `${name} ${register(i[source])},${target(i.imm)}`;
const csrWrite =
  (name: string): Alias[1] =>
  (i, { register, csr }) =>
    `${name} ${csr(i.imm)},${i.format === 'csri' ? String(i.rs1) : register(i.rs1)}`;

const aliases: Readonly<Partial<Record<Mnemonic, readonly Alias[]>>> = {
  addi: [
    [({ rd, rs1, imm }) => rd === 0 && rs1 === 0 && imm === 0, () => 'nop'],
    [noRs1, ({ rd, imm }, { register }) => `li ${register(rd)},${imm}`],
    [({ imm }) => imm === 0, two('mv', 'rs1')],
  ],
  add: [[({ word, rs1 }) => isCompressed(word) && rs1 === 0, two('mv', 'rs2')]],
  andi: [[({ imm }) => imm === 255, two('zext.b', 'rs1')]],
  xori: [[({ imm }) => imm === -1, two('not', 'rs1')]],
  sltiu: [[({ imm }) => imm === 1, two('seqz', 'rs1')]],
  sltu: [[noRs1, two('snez', 'rs2')]],
  slt: [
    [noRs2, two('sltz', 'rs1')],
    [noRs1, two('sgtz', 'rs2')],
  ],
  sub: [[noRs1, two('neg', 'rs2')]],

  beq: [[noRs2, branch('beqz', 'rs1')]],
  bne: [[noRs2, branch('bnez', 'rs1')]],
  blt: [
    [noRs2, branch('bltz', 'rs1')],
    [noRs1, branch('bgtz', 'rs2')],
  ],
  bge: [
    [noRs1, branch('blez', 'rs2')],
    [noRs2, branch('bgez', 'rs1')],
  ],
  jal: [
    [noRd, ({ imm }, { target }) => `j ${target(imm)}`],
    [({ rd }) => rd === 1, ({ imm }, { target }) => `jal ${target(imm)}`],
  ],
  jalr: [
    [({ rd, rs1, imm }) => rd === 0 && rs1 === 1 && imm === 0, () => 'ret'],
    [({ rd }) => rd <= 1, (i, { register }) => `${i.rd === 0 ? 'jr' : 'jalr'} ${withOffset(i, register)}`],
    [({ imm }) => imm === 0, two('jalr', 'rs1')],
  ],

  csrrw: [
    [({ word }) => word === 0xc000_1073, () => 'unimp'],
    [noRd, csrWrite('csrw')],
  ],
  csrrs: [
    [
      ({ rs1, imm }) => rs1 === 0 && counters.has(imm),
      ({ rd, imm }, { register, csr }) => `rd${csr(imm)} ${register(rd)}`,
    ],
    [noRs1, ({ rd, imm }, { register, csr }) => `csrr ${register(rd)},${csr(imm)}`],
    [noRd, csrWrite('csrs')],
  ],
  csrrc: [[noRd, csrWrite('csrc')]],
  csrrwi: [[noRd, csrWrite('csrwi')]],
  csrrsi: [[noRd, csrWrite('csrsi')]],
  csrrci: [[noRd, csrWrite('csrci')]],

  fence: [[({ word }) => word === 0x0ff0_000f, () => 'fence']],
  'sfence.vma': shortFences('sfence.vma'),
  'hfence.vvma': shortFences('hfence.vvma'),
  'hfence.gvma': shortFences('hfence.gvma'),
};

function shortFences(name: string): readonly Alias[] {
  return [
    [({ rs1, rs2 }) => rs1 === 0 && rs2 === 0, () => name],
    [noRs2, ({ rs1 }, { register }) => `${name} ${register(rs1)}`],
  ];
}

/** `rdtime a0` reads one of these. */
const counters: ReadonlySet<number> = new Set([
  Csr.cycle,
  Csr.time,
  Csr.instret,
  Csr.cycleh,
  Csr.timeh,
  Csr.instreth,
]);

function withOffset({ rs1, imm }: Instruction, register: OperandText['register']): string {
  return imm === 0 ? register(rs1) : `${imm}(${register(rs1)})`;
}

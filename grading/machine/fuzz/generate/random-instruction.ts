/** Random instructions that neither leave their area nor depend on time. */
import { encode } from '../../../../src/assembler/index.js';
import {
  decode,
  hypervisorTable,
  instructionTable,
  type InstructionRow,
} from '../../../../src/machine/index.js';
import type { Random } from '../../../random.js';
import { type Instruction, word } from '../case/index.js';
import { ALIGNED_POINTER, FREE, li, POINTERS, type Place } from './place.js';
import { hypervisorInstruction } from './random-hypervisor.js';
import { pmpInstruction } from './random-pmp.js';
import { modifiedPrivilege, privileged, waitForInterrupt } from './random-privileged.js';
import { writableCsrs } from './writable-csrs.js';

/** One instruction, or the few that it needs around it. */
export function randomInstruction(place: Place): Instruction[] {
  const { random, features } = place;
  if (features.hypervisor && random.oneIn(4)) {
    return hypervisorInstruction(place);
  }
  if (features.pmp && place.mode === 'M' && random.oneIn(4)) {
    return pmpInstruction(place);
  }
  switch (random.below(14)) {
    case 0:
      return controlStatus(place);
    case 1:
      return jump(place);
    case 2:
      return privileged(place);
    case 3:
      return [raw(place)];
    case 4:
      return patch(place);
    case 5:
    case 6:
      return [compressed(place)];
    case 7:
      return random.oneIn(6) ? waitForInterrupt(place) : modifiedPrivilege(place);
    case 8:
      return [fromTable(place, random.pick(memoryRows))];
    default:
      return [fromTable(place, random.pick(plainRows))];
  }
}

const plainFormats = new Set(['R', 'I', 'load', 'shift', 'S', 'U', 'amo', 'lr', 'fence']);
const plainRows = instructionTable.filter(
  ({ name, format }) => plainFormats.has(format) && !['jalr', 'lr.w', 'sc.w'].includes(name),
);

const memoryRows = plainRows.filter(({ format }) => format === 'load' || format === 'S');

function fromTable({ random }: Place, { name, format }: InstructionRow): Instruction {
  const rd = random.pick(FREE);
  const rs1 = random.below(32);
  const rs2 = random.below(32);
  const shape: string = format;
  const size = name.endsWith('w') ? 4 : /h/.test(name) ? 2 : 1;
  switch (shape) {
    case 'load':
      return word(encode(name, { rd, rs1: random.pick(POINTERS), imm: aligned(random, size) }));
    case 'S':
      return word(encode(name, { rs1: random.pick(POINTERS), rs2, imm: aligned(random, size) }));
    case 'amo':
    case 'lr':
      return word(
        encode(name, {
          rd,
          rs1: format === 'lr' ? ALIGNED_POINTER : random.pick(POINTERS),
          rs2: format === 'lr' ? 0 : rs2,
          aq: random.oneIn(2),
          rl: random.oneIn(2),
        }),
      );
    case 'U':
      return word(encode(name, { rd, imm: (random.word() & ~0xfff) | 0 }));
    case 'fence':
      return word(encode(name, { imm: random.below(256) }));
    default:
      return word(encode(name, { rd, rs1, rs2, imm: format === 'I' ? random.between(-2048, 2047) : 0 }));
  }
}

function aligned(random: Random, size: number): number {
  return (random.between(-64, 63) * 4 + random.below(4)) & -size;
}

/** A word with a defined opcode and anything else: what is not defined must be an illegal instruction. */
function raw(place: Place): Instruction {
  const { random } = place;
  const value =
    (random.bits(0xffff_ff80) | random.pick([0x33, 0x13, 0x03, 0x23, 0x2f, 0x0f, 0x63, 0x67, 0x73])) >>> 0;
  // Only a word that is no instruction at all is certain to keep the rules.
  return decode(value) === undefined && !definedElsewhere(value)
    ? word(value)
    : fromTable(place, random.pick(plainRows));
}

/** Instructions of extensions that this machine leaves out, and of the hypervisor extension. */
function definedElsewhere(value: number): boolean {
  return (value & 0x7f) === 0x73;
}

function controlStatus(place: Place): Instruction[] {
  const { random } = place;
  const { number, may, must = 0, read, ways = allWays, fence } = random.pick(writableCsrs(place));
  const rd = read === false ? 0 : random.pick(FREE);
  const name = random.pick(ways);
  const source = random.pick([5, 6, 7, 10]);
  if (may === 0) {
    return [word(encode('csrrs', { rd, rs1: 0, imm: number }))];
  }
  const value = name === 'csrrc' ? random.bits(may & ~must) : random.bits(may) | must;
  const fences = fence ? [word(HFENCE_VVMA)] : [];
  return [...li(source, value), word(encode(name, { rd, rs1: source, imm: number })), ...fences];
}

const allWays = ['csrrw', 'csrrs', 'csrrc'] as const;
const HFENCE_VVMA = hypervisorTable.find(({ name }) => name === 'hfence.vvma')!.match;

/** Forward only, to the beginning of a block: so every program ends. */
function jump({ random, index, blocks }: Place): Instruction[] {
  const to = random.between(index + 1, blocks);
  if (to >= blocks) {
    return [];
  }
  const name = random.pick(['beq', 'bne', 'blt', 'bge', 'bltu', 'bgeu'] as const);
  return random.oneIn(4)
    ? [{ kind: 'jal', rd: random.pick(FREE), to }]
    : [{ kind: 'branch', name, rs1: random.below(32), rs2: random.below(32), to }];
}

/** Writes an instruction over a later one, and a FENCE.I between them. */
function patch({ random, mode }: Place): Instruction[] {
  if (mode !== 'M') {
    return [word(0x0000_100f)];
  }
  const rd = random.pick([5, 6, 7, 10]);
  const value = encode('addi', {
    rd: random.pick([11, 12, 13]),
    rs1: random.below(32),
    imm: random.between(-2048, 2047),
  });
  return [
    word(encode('auipc', { rd, imm: 0 })),
    ...li(14, value),
    word(encode('sh', { rs1: rd, rs2: 14, imm: 20 })), // its lower half: the address may be odd by two
    word(0x0000_100f),
    word(encode('addi', {})),
  ];
}

/** A compressed instruction, from the quadrants' fields (unprivileged specification, chapter 16). */
function compressed(place: Place): Instruction {
  const { random, features } = place;
  if (!features.compressed) {
    return fromTable(place, random.pick(plainRows));
  }
  const rd = random.pick(FREE.filter((register) => register !== 0));
  const small = random.between(2, 7); // x10 to x15
  const imm = (random.below(2) << 12) | (random.below(32) << 2);
  const pointer = random.below(2) << 7; // s0 or s1
  return word(
    random.pick([
      0x4000 | random.bits(0x1c60) | pointer | (small << 2), // c.lw
      0xc000 | random.bits(0x1c60) | pointer | (random.below(8) << 2), // c.sw
      0x0001 | imm | (rd << 7), // c.addi
      0x4001 | imm | (rd << 7), // c.li
      0x6001 | imm | (rd << 7), // c.lui
      0x8001 | (random.below(3) << 10) | imm | (small << 7), // c.srli, c.srai, c.andi
      0x8c01 | random.bits(0x60) | (small << 7) | (random.below(8) << 2), // c.sub, c.xor, c.or, c.and
      0x9c01 | random.bits(0x60) | (small << 7) | (random.below(8) << 2), // reserved on RV32
      0x0002 | imm | (rd << 7), // c.slli
      0x8002 | (rd << 7) | (random.between(1, 31) << 2), // c.mv
      0x9002 | (rd << 7) | (random.between(1, 31) << 2), // c.add
      0x9002, // c.ebreak
      0x0000, // defined to be illegal
      0x8000 | random.bits(0x1ffc), // reserved
    ]),
  );
}

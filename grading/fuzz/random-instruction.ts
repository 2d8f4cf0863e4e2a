/** Random instructions, with what keeps a program from leaving its slot, or from depending on time. */
import { encode } from '../../src/assembler/index.js';
import { decode, instructionTable, type InstructionRow } from '../../src/machine/index.js';
import type { Features } from './logged-csrs.js';
import { word, type Instruction } from './instruction.js';
import { BLOCK_BYTES, CODE, S_VECTORS, TABLES } from './layout.js';
import { satpOf } from './page-tables.js';
import type { Random } from './random.js';

export interface Place {
  readonly random: Random;
  readonly features: Features;
  readonly mode: string;
  readonly slot: number;
  /** Number of the block, and of all blocks. */
  readonly index: number;
  readonly blocks: number;
  readonly paged: boolean;
}

/** Registers that hold addresses of data: nothing else is written to them. sp, s0, s1, s2; and tp is the harness's. */
export const POINTERS: readonly number[] = [8, 9, 18];
const KEPT = new Set([2, 4, ...POINTERS]);
const FREE = Array.from({ length: 32 }, (_, register) => register).filter((register) => !KEPT.has(register));

/** What a program may write to a CSR: values that keep the harness in charge and mean the same on both machines. */
const csrs: readonly {
  readonly number: number;
  readonly may: number;
  readonly must?: number;
  readonly read?: false;
  readonly replace?: true;
  readonly clear?: false;
}[] = [
  { number: 0x100, may: 0x000c_0122 }, // sstatus
  { number: 0x104, may: 0x222 }, // sie
  { number: 0x106, may: 7 },
  { number: 0x10a, may: 1 },
  { number: 0x140, may: -1 },
  // Where there is nothing (QEMU 7.2 keeps bit 0). Not cleared: it may hold the address of a trap, and what is left of
  // that may be the harness's, or another case's, for a return to go to.
  { number: 0x141, may: -2, must: 0xf000_0000, clear: false },
  { number: 0x142, may: 0x8000_000f },
  { number: 0x143, may: -1, read: false, replace: true },
  { number: 0x144, may: 0x222 },
  { number: 0x300, may: 0x007e_01aa },
  { number: 0x302, may: 0x115f }, // load and store faults stay paired
  { number: 0x303, may: 0x222 },
  { number: 0x304, may: 0xaaa, must: 0x80 },
  { number: 0x306, may: 7 },
  { number: 0x30a, may: 1 },
  { number: 0x341, may: -2, must: 0xf000_0000, clear: false },
  { number: 0x342, may: 0x8000_000f },
  { number: 0x343, may: -1, read: false, replace: true },
  { number: 0x344, may: 0x222 },
  { number: 0x301, may: 0 },
  { number: 0xf14, may: 0 },
  { number: 0xc00, may: 0, read: false },
  { number: 0xc01, may: 0, read: false },
  { number: 0xc02, may: 0, read: false },
  { number: 0xc80, may: 0, read: false },
  { number: 0x5c0, may: 0 }, // there is no such CSR
];

export function li(rd: number, value: number): Instruction[] {
  const low = (value << 20) >> 20;
  return [
    word(encode('lui', { rd, imm: (value - low) | 0 })),
    word(encode('addi', { rd, rs1: rd, imm: low })),
  ];
}

/** One instruction, or the few that it needs around it. */
export function randomInstruction(place: Place): Instruction[] {
  const { random } = place;
  switch (random.below(12)) {
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
    default:
      return [fromTable(place, random.pick(plainRows))];
  }
}

const plainFormats = new Set(['R', 'I', 'load', 'shift', 'S', 'U', 'amo', 'lr', 'fence']);
const plainRows = instructionTable.filter(
  ({ name, format }) => plainFormats.has(format) && !['jalr', 'lr.w', 'sc.w'].includes(name),
);

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
          rs1: random.pick(POINTERS),
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
  // What it does is known to keep the rules only if it is no instruction at all.
  return decode(value) === undefined && !definedElsewhere(value)
    ? word(value)
    : fromTable(place, random.pick(plainRows));
}

/** Instructions of extensions that this machine leaves out, and of the hypervisor extension. */
function definedElsewhere(value: number): boolean {
  return (value & 0x7f) === 0x73;
}

const [SCAUSE, MCAUSE] = [0x142, 0x342];

function controlStatus({ random }: Place): Instruction[] {
  const { number, may, must = 0, read, replace, clear } = random.pick(csrs);
  const drawn = read === false ? 0 : random.pick(FREE);
  // QEMU 7.2 mistakes the causes of atomic operations' faults: they stay out of registers.
  const rd = number === SCAUSE || number === MCAUSE ? 0 : drawn;
  const operation = replace ? 'csrrw' : random.pick(['csrrw', 'csrrs', 'csrrc'] as const);
  const name = operation === 'csrrc' && clear === false ? 'csrrs' : operation;
  const source = random.pick([5, 6, 7, 10]);
  if (may === 0) return [word(encode('csrrs', { rd, rs1: 0, imm: number }))];
  if (name === 'csrrc') {
    return [...li(source, random.bits(may & ~must)), word(encode(name, { rd, rs1: source, imm: number }))];
  }
  let value = random.bits(may) | must;
  if (number === 0x300 && (value & 0x2_0000) !== 0) value &= ~0x2_0000;
  return [...li(source, value), word(encode(name, { rd, rs1: source, imm: number }))];
}

/** Forward only, to the beginning of a block: so every program ends. */
function jump({ random, index, blocks }: Place): Instruction[] {
  const to = random.between(index + 1, blocks);
  if (to >= blocks) return [];
  const name = random.pick(['beq', 'bne', 'blt', 'bge', 'bltu', 'bgeu'] as const);
  return random.oneIn(4)
    ? [{ kind: 'jal', rd: random.pick(FREE), to }]
    : [{ kind: 'branch', name, rs1: random.below(32), rs2: random.below(32), to }];
}

const EBREAK = 0x0010_0073;
const SRET = 0x1020_0073;
const MRET = 0x3020_0073;
const SFENCE = 0x1200_0073;

function privileged(place: Place): Instruction[] {
  const { random, slot, mode, index, blocks } = place;
  const target = slot + CODE + random.between(Math.min(index + 1, blocks - 1), blocks - 1) * BLOCK_BYTES;
  switch (random.below(7)) {
    case 0:
      return [word(EBREAK)];
    case 6: {
      // Nothing between the two: QEMU compares the word's value instead, and keeps reservations longer.
      const rs1 = random.pick(POINTERS);
      const sc = word(encode('sc.w', { rd: random.pick(FREE), rs1, rs2: random.below(32) }));
      return [word(encode('lr.w', { rd: random.pick(FREE), rs1 })), sc, ...(random.oneIn(4) ? [sc] : [])];
    }
    case 1: // SRET to a later block, or to the ECALLs
      return [
        ...li(5, index + 1 < blocks ? target : slot + S_VECTORS),
        word(encode('csrrw', { rs1: 5, imm: 0x141 })),
        word(SRET),
      ];
    case 2:
      return mode === 'M' ? [] : [word(MRET)];
    case 3:
      return [word(SFENCE | (random.below(32) << 15) | (random.below(32) << 20))];
    case 4: // another address space, or none
      return [
        ...li(5, random.oneIn(3) ? 0 : satpOf(random, slot)),
        word(encode('csrrw', { rd: random.pick(FREE), rs1: 5, imm: 0x180 })),
      ];
    default: // a page-table entry changes; machine mode sees to the fence
      return mode === 'M'
        ? [
            ...li(5, slot + TABLES + 0x1000 * random.between(1, 3)),
            word(encode('lw', { rd: 6, rs1: 5, imm: random.below(500) * 4 })),
            word(encode('sw', { rs1: 5, rs2: 6, imm: random.below(500) * 4 })),
            word(SFENCE),
          ]
        : [];
  }
}

/** Writes an instruction over a later one, and a FENCE.I between them. */
function patch({ random, mode }: Place): Instruction[] {
  if (mode !== 'M') return [word(0x0000_100f)];
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
  if (!features.compressed) return fromTable(place, random.pick(plainRows));
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

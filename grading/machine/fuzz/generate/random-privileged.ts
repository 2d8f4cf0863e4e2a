/** Random instructions of the privileged architecture: returns from traps, fences, address spaces, MPRV, WFI. */
import { encode } from '../../../../src/assembler/index.js';
import { vsatpOf } from './guest-tables.js';
import {
  BLOCK_BYTES,
  CODE,
  DATA,
  DATA_PAGES,
  G_TABLES,
  GUEST_TABLES,
  HOST_TABLES,
  type Instruction,
  S_VECTORS,
  VS_VECTORS,
  word,
} from '../case/index.js';
import { satpOf } from './page-tables.js';
import { ALIGNED_POINTER, FREE, li, POINTERS, type Place } from './place.js';

const EBREAK = 0x0010_0073;
const SRET = 0x1020_0073;
const MRET = 0x3020_0073;
const WFI = 0x1050_0073;
const SFENCE = 0x1200_0073;
const HFENCES = [0x2200_0073, 0x6200_0073];

export function privileged(place: Place): Instruction[] {
  const { random, area, mode, rules } = place;
  switch (random.below(7)) {
    case 0:
      return [word(EBREAK)];
    case 1:
      return supervisorReturn(place);
    case 2:
      return mode === 'M' ? [] : [word(MRET)];
    case 3:
      return [word(SFENCE | (random.below(32) << 15) | (random.below(32) << 20))];
    case 4: // another address space, or none; QEMU 7.2 drops the upper two bits of what a wide table names
      return [
        ...li(
          5,
          random.oneIn(3)
            ? 0
            : mode.startsWith('V') && !rules.wide
              ? vsatpOf(random, area)
              : satpOf(random, area),
        ),
        word(encode('csrrw', { rd: random.pick(FREE), rs1: 5, imm: 0x180 })),
      ];
    case 5:
      return mode === 'M' ? changeEntry(place) : [];
    default:
      return reserve(place);
  }
}

/** Where the next block begins, or another one; after the last block, an ECALL. */
export function laterBlock({ random, area, mode, index, blocks }: Place): number {
  return index + 1 < blocks
    ? area + CODE + random.between(index + 1, blocks - 1) * BLOCK_BYTES
    : area + (mode === 'VS' ? VS_VECTORS : S_VECTORS);
}

function supervisorReturn(place: Place): Instruction[] {
  return [...li(5, laterBlock(place)), word(encode('csrrw', { rs1: 5, imm: 0x141 })), word(SRET)];
}

/** Nothing between the two: QEMU compares the word's value instead, and keeps reservations longer. */
function reserve({ random }: Place): Instruction[] {
  const rs1 = ALIGNED_POINTER;
  const sc = word(encode('sc.w', { rd: random.pick(FREE), rs1, rs2: random.below(32) }));
  return [word(encode('lr.w', { rd: random.pick(FREE), rs1 })), sc, ...(random.oneIn(4) ? [sc] : [])];
}

/** A page-table entry changes; machine mode sees to the fences. */
function changeEntry({ random, features, area }: Place): Instruction[] {
  const { identity, user, wild } = HOST_TABLES;
  const families = [
    [identity, user, wild],
    [GUEST_TABLES.identity, GUEST_TABLES.user, GUEST_TABLES.wild],
    [G_TABLES.identity, G_TABLES.alias],
  ];
  const tables = features.hypervisor ? random.pick(families) : families[0]!;
  const first = ((area >>> 12) & 1023) + (DATA >>> 12);
  const entry = () => 4 * (first + random.below(DATA_PAGES));
  const [from, to] = [entry(), entry()];
  return [
    ...li(5, area + random.pick(tables) + from),
    word(encode('lw', { rd: 6, rs1: 5, imm: 0 })),
    ...li(5, area + random.pick(tables) + to),
    word(encode('sw', { rs1: 5, rs2: 6, imm: 0 })),
    word(SFENCE),
    ...(features.hypervisor ? HFENCES.map(word) : []),
  ];
}

const [MPRV, MPP, MPV] = [0x2_0000, 0x1800, 0x80];

/** Machine mode loads and stores as another mode would, until its next trap. */
export function modifiedPrivilege({ random, features, rules, mode }: Place): Instruction[] {
  if (mode !== 'M') {
    return [];
  }
  const guest = features.hypervisor && random.oneIn(2);
  // As M-mode with MPV set, QEMU 7.2 translates by the G-stage.
  const as = guest ? random.pick(rules.acts ? [0, 1] : [0]) : random.pick([0, 1, 3]);
  const imm = () => random.between(-60, 60) * 4;
  const load = () => word(encode('lw', { rd: random.pick(FREE), rs1: random.pick(POINTERS), imm: imm() }));
  const store = () => word(encode('sw', { rs1: random.pick(POINTERS), rs2: random.below(32), imm: imm() }));
  return [
    ...li(5, MPP),
    word(encode('csrrc', { rd: 0, rs1: 5, imm: 0x300 })),
    ...(features.hypervisor
      ? [...li(5, MPV), word(encode(guest ? 'csrrs' : 'csrrc', { rd: 0, rs1: 5, imm: 0x310 }))]
      : []),
    ...li(5, MPRV | (as << 11)),
    word(encode('csrrs', { rd: 0, rs1: 5, imm: 0x300 })),
    ...(random.oneIn(2) ? [load(), store()] : [store(), load()]),
  ];
}

/** Only where it traps, or finds an interrupt waiting: else it would last until the harness's time limit. */
export function waitForInterrupt({ random, mode, rules }: Place): Instruction[] {
  const sure = rules.wait === 'machine' || mode === 'VU' || (mode === 'VS' && rules.wait === 'guest');
  if (mode !== 'M') {
    return sure ? [word(WFI)] : [];
  }
  return [
    word(encode('csrrci', { rd: random.pick(FREE), rs1: 8, imm: 0x300 })), // no interrupt before it
    ...li(5, 2),
    word(encode('csrrs', { rs1: 5, imm: 0x344 })),
    word(encode('csrrs', { rs1: 5, imm: 0x304 })),
    word(WFI),
  ];
}

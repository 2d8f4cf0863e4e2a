/**
 * Random physical memory protection (privileged specification 1.12, section 3.7): NAPOT, TOR and NA4 regions in a
 * area's data, rarely in its code and tables, and behind them an entry that lets everything else through.
 *
 * What an entry may be is fixed, so that its address means the same whatever its configuration: QEMU 7.2 remembers for
 * a whole page what a region that covers it says, though another one lies within. Entries 11 to 13 share out one page.
 */
import { encode } from '../../../../src/assembler/index.js';
import type { Random } from '../../../random.js';
import {
  CONTEXT,
  DATA,
  DATA_PAGES,
  type Features,
  FIRST_AREA,
  G_TABLES,
  type Instruction,
  type LoggedCsr,
  PAGE_TABLES,
  AREA_BYTES,
  word,
} from '../case/index.js';
import { FREE, li, type Place } from './place.js';

const [TOR, NA4, NAPOT, LOCKED] = [0x08, 0x10, 0x18, 0x80];
const SFENCE = 0x1200_0073;
const ALL = 15; // lets everything else through
const TABLE = 14; // a page that may hold tables; always on: without any entry MRET is illegal on QEMU 7.2
const PIECES = { word: 11, upper: 12, lower: 13 } as const;
const permissions = [0, 1, 3, 3, 4, 5, 7, 7]; // W without R is reserved
/** QEMU 7.2 marks entries as accessed and dirty also where they may only be read. */
const tablePermissions = [0, 3, 4, 7, 7];

/** But not the four of hgatp's root, which QEMU 7.2 reads as one. */
const TABLE_PAGES = Array.from({ length: CONTEXT / 0x1000 }, (_, page) => page).filter(
  (page) =>
    page >= PAGE_TABLES / 0x1000 && (page < G_TABLES.root / 0x1000 || page >= G_TABLES.identity / 0x1000),
);

type Kind = 'napot' | 'bottom' | 'tor' | 'piece';

function kindOf(entry: number, { locks, misaligned }: Features): Kind {
  if (locks) {
    return 'napot';
  }
  if (entry >= PIECES.word && entry <= PIECES.lower) {
    return misaligned ? 'napot' : 'piece';
  }
  return ([4, 6, 8] as readonly number[]).includes(entry)
    ? 'bottom'
    : ([5, 7, 9, 10] as readonly number[]).includes(entry)
      ? 'tor'
      : 'napot';
}

/** The registers at the start of a case. */
export function pmpAtStart(
  random: Random,
  features: Features,
  area: number,
): Partial<Record<LoggedCsr, number>> {
  const registers: Partial<Record<LoggedCsr, number>> = {};
  const shared = DATA + random.below(DATA_PAGES) * 0x1000;
  const configurations = Array.from({ length: 16 }, (_, entry) => {
    const kind = kindOf(entry, features);
    registers[`pmpaddr${entry}` as LoggedCsr] =
      kind === 'piece'
        ? partOf(entry, area + shared)
        : addressOf(random, kind, area, entry === TABLE && random.oneIn(3));
    if (entry === ALL) {
      registers.pmpaddr15 = 0xffff_ffff;
      return random.oneIn(10) ? 0 : NAPOT | 7;
    }
    if (entry === TABLE) {
      return NAPOT | random.pick(tablePermissions);
    }
    return random.oneIn(3) ? configurationOf(random, features, entry) : 0;
  });
  if (kindOf(PIECES.word, features) === 'piece' && configurations[PIECES.upper] !== 0) {
    configurations[PIECES.lower] ||= configurations[PIECES.upper]!;
  } else if (kindOf(PIECES.word, features) === 'piece') {
    configurations[PIECES.word] = configurations[PIECES.lower] = 0;
  }
  for (let register = 0; register < 4; register += 1) {
    registers[`pmpcfg${register}` as LoggedCsr] = wordOf(
      configurations.slice(4 * register, 4 * register + 4),
    );
  }
  return registers;
}

/** Writes a register; now and then one that a lock protects. A fence follows: QEMU 7.2 needs it also without paging. */
export function pmpInstruction(place: Place): Instruction[] {
  const written = writeRegister(place);
  return written.length === 0 ? [] : [...written, word(SFENCE)];
}

function writeRegister({ random, features, area }: Place): Instruction[] {
  const own = Math.floor((area - FIRST_AREA) / AREA_BYTES);
  const write = (number: number, value: number) => [
    ...li(5, value),
    word(encode('csrrw', { rd: random.pick(FREE), rs1: 5, imm: number })),
  ];
  if (features.locks && own < ALL && random.oneIn(2)) {
    // This case's own entry, which covers a page of its own data; what was locked before it keeps its value.
    const lock = LOCKED | NAPOT | random.pick(permissions);
    return [
      ...li(5, (lock << (8 * (own & 3))) | 0),
      word(encode('csrrs', { rs1: 5, imm: 0x3a0 + (own >> 2) })),
    ];
  }
  const entry = random.below(PIECES.word);
  if (random.oneIn(2)) {
    const address = write(0x3b0 + entry, addressOf(random, kindOf(entry, features), area));
    if (kindOf(entry + 1, features) !== 'tor') {
      return address;
    }
    // It is also the bottom of the next entry, which QEMU 7.2 only learns when that one is written.
    const next = 0x3b0 + entry + 1;
    return [
      ...address,
      word(encode('csrrs', { rd: 5, imm: next })),
      word(encode('csrrw', { rs1: 5, imm: next })),
    ];
  }
  const register = entry >> 2;
  // The page that is shared out stays so.
  if (register === 2 && kindOf(PIECES.word, features) === 'piece') {
    return [];
  }
  return write(
    0x3a0 + register,
    wordOf(
      [0, 1, 2, 3].map((byte) =>
        random.oneIn(2) ? configurationOf(random, features, 4 * register + byte) : 0,
      ),
    ),
  );
}

function configurationOf(random: Random, features: Features, entry: number): number {
  const permission = random.pick(permissions);
  switch (kindOf(entry, features)) {
    case 'napot':
      return NAPOT | permission;
    case 'bottom':
      return permission; // off
    case 'tor':
      return TOR | permission;
    case 'piece':
      return (entry === PIECES.word ? NA4 : NAPOT) | permission;
  }
}

function wordOf(bytes: readonly number[]): number {
  return bytes.reduce((sum, byte, index) => (sum | (byte << (8 * index))) >>> 0, 0);
}

/** Whole pages, as the upper bits of an address. */
function addressOf(random: Random, kind: Kind, area: number, table = false): number {
  const page = table
    ? random.pick(TABLE_PAGES)
    : random.oneIn(12)
      ? random.below(PAGE_TABLES / 0x1000)
      : DATA / 0x1000 + random.below(DATA_PAGES);
  const address = (area + page * 0x1000) / 4;
  if (kind !== 'napot') {
    return address;
  }
  const pages = page < 8 ? random.pick([1, 1, 1, 2, 4]) : 1;
  return (address & -(pages * 0x400)) | (pages * 0x200 - 1);
}

/** One word, the half page around it, and the other half. */
function partOf(entry: number, page: number): number {
  const half = 0x800;
  return entry === PIECES.word
    ? (page + half) / 4
    : (page + (entry === PIECES.upper ? half : 0)) / 4 + half / 8 - 1;
}

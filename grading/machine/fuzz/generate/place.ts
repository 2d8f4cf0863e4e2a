/** The place of an instruction in a random program, and what every instruction there can rely on. */
import { encode } from '../../../../src/assembler/index.js';
import type { Random } from '../../../random.js';
import { type Features, type Instruction, word } from '../case/index.js';
import { dataAddress } from './page-tables.js';
import type { GuestRules } from './guest-rules.js';
import { guestDataAddress } from './guest-tables.js';

export type BlockMode = 'M' | 'S' | 'U' | 'VS' | 'VU';

export interface Place {
  readonly random: Random;
  readonly features: Features;
  readonly rules: GuestRules;
  readonly mode: BlockMode;
  readonly area: number;
  /** Number of the block, and of all blocks. */
  readonly index: number;
  readonly blocks: number;
  readonly paged: boolean;
}

/** Registers that hold addresses of data: nothing else is written to them. s0, s1, s2; and tp is the harness's. */
export const POINTERS: readonly number[] = [8, 9, 18];
/** The one of them whose address is always aligned. */
export const ALIGNED_POINTER = 18;
const KEPT = new Set([2, 4, ...POINTERS]);
export const FREE: readonly number[] = Array.from({ length: 32 }, (_, register) => register).filter(
  (register) => !KEPT.has(register),
);

/** A data address, as it makes sense in this mode. */
export function pointer(
  place: Pick<Place, 'random' | 'features' | 'mode' | 'area' | 'paged'>,
  register: number,
) {
  const { random, features, mode, area, paged } = place;
  const address = mode.startsWith('V')
    ? guestDataAddress(random, area, paged)
    : dataAddress(random, area, paged);
  if (!features.misaligned || register === ALIGNED_POINTER || !random.oneIn(4)) {
    return address;
  }
  // Not into the page after the last one: a table is there. Across two pages only without PMP, since the specification does
  // not say what PMP does with an access in two parts (section 3.7.1.3).
  return features.pmp || random.oneIn(2)
    ? address + random.below(4)
    : (address & ~0xfff) + random.between(-3, 0);
}

export function li(rd: number, value: number): Instruction[] {
  const low = (value << 20) >> 20;
  return [
    word(encode('lui', { rd, imm: (value - low) | 0 })),
    word(encode('addi', { rd, rs1: rd, imm: low })),
  ];
}

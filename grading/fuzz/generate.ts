/** A random test case by seed: blocks in M-, S- and U-mode over random page tables, delegation and interrupts. */
import type { Block, Case } from './case.js';
import type { Features } from './logged-csrs.js';
import { together, type Instruction } from './instruction.js';
import { BLOCK_BYTES, CODE, DATA, DATA_PAGES, S_VECTORS } from './layout.js';
import { dataAddress, pageTables, satpOf, userAddress } from './page-tables.js';
import { Random } from './random.js';
import { POINTERS, randomInstruction, li, type Place } from './random-instruction.js';

const MPP = 0x1800;
const MTIE = 0x80; // the harness's own time limit
/**
 * What the harness gives a block anew: SIE SPIE MPIE SPP MPP MPRV SUM MXR TVM TW TSR. Not MIE, which MRET takes from
 * MPIE: set before, it would let an interrupt into the harness, and that one would overwrite mepc.
 */
const STATUS = 0x007e_19a2;

export function generate(seed: number, features: Features, slot: number): Case {
  const random = new Random(seed);
  const paging = !random.oneIn(4);
  const blocks = random.between(3, 14);
  const memory = pageTables(random, slot);
  for (let offset = DATA; offset < DATA + DATA_PAGES * 0x1000; offset += 4) {
    if (random.oneIn(4)) memory.set(offset, random.edge());
  }
  return {
    features,
    slot,
    registers: Array.from({ length: 32 }, (_, register) =>
      POINTERS.includes(register)
        ? dataAddress(random, slot, paging)
        : [0, 4].includes(register)
          ? 0
          : random.edge(),
    ),
    csrs: {
      medeleg: random.oneIn(3) ? 0 : pairFaults(random.bits(0xb1ff)),
      mideleg: random.bits(0x222),
      mie: random.bits(0xaaa) | MTIE,
      mcounteren: random.bits(7),
      scounteren: random.bits(7),
      stvec: slot + S_VECTORS + random.below(2),
      sscratch: random.word(),
      scause: random.below(16),
      stval: random.word(),
      satp: paging ? satpOf(random, slot) : 0,
    },
    memory,
    blocks: Array.from({ length: blocks }, (_, index) =>
      block(random, features, slot, paging, index, blocks),
    ),
  };
}

const modes = [
  { mode: 'M', mpp: 3 },
  { mode: 'S', mpp: 1 },
  { mode: 'S', mpp: 1 },
  { mode: 'U', mpp: 0 },
] as const;

function block(
  random: Random,
  features: Features,
  slot: number,
  paging: boolean,
  index: number,
  blocks: number,
): Block {
  const { mode, mpp } = random.pick(modes);
  const physical = slot + CODE + index * BLOCK_BYTES;
  const paged = paging && mode !== 'M';
  const pc =
    paged && (mode === 'U' ? !random.oneIn(12) : random.oneIn(12)) ? userAddress(physical) : physical;
  const place: Place = { random, features, mode, slot, index, blocks, paged };
  const body: Instruction[] = [];
  // Three pointers, then whatever comes; loads and stores go through them.
  for (const register of [8, 9, 18]) {
    if (random.oneIn(2)) body.push(...together(li(register, dataAddress(random, slot, paged))));
  }
  const size = () =>
    body.reduce((sum, { kind, ...rest }) => sum + lengthOf(kind, rest as { bytes?: number }), 0);
  for (let count = random.between(2, 16); count > 0; count -= 1) {
    const next = randomInstruction(place);
    if (size() + 4 * next.length > BLOCK_BYTES - 8) break;
    body.push(...together(next));
  }
  const set =
    (random.bits(STATUS & ~(MPP | 0x2_0000) & (random.oneIn(3) ? -1 : ~0x70_0000)) | (mpp << 11)) >>> 0;
  return { mode, pc, status: { clear: STATUS, set }, statusHigh: { clear: 0, set: 0 }, body };
}

function lengthOf(kind: string, rest: { bytes?: number }): number {
  return kind === 'word' ? (rest.bytes ?? 4) : kind.startsWith('c.') ? 2 : 4;
}

/** Load and store faults are delegated together, as QEMU 7.2 mistakes the one for the other in atomic operations. */
function pairFaults(medeleg: number): number {
  const loads = medeleg & 0x2020;
  return (medeleg & ~0x8080) | (loads << 2);
}

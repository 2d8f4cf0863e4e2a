/** A random test case by seed: blocks in all modes over random page tables, delegation and interrupts. */
import { Random } from '../../../random.js';
import {
  type Block,
  BLOCK_BYTES,
  type Case,
  CODE,
  DATA,
  DATA_PAGES,
  type Features,
  type Instruction,
  type LoggedCsr,
  S_VECTORS,
  together,
  VS_VECTORS,
} from '../case/index.js';
import { guestCodeAddress, guestTables, hgatpOf, vsatpOf } from './guest-tables.js';
import { pageTables, satpOf, userAddress } from './page-tables.js';
import { li, pointer, POINTERS, type BlockMode, type Place } from './place.js';
import { randomInstruction } from './random-instruction.js';
import { pmpAtStart } from './random-pmp.js';
import { guestStatus } from './writable-csrs.js';

const MPP = 0x1800;
const MTIE = 0x80; // the harness's own time limit
const MXR = 0x8_0000;
const TW = 0x20_0000;
const VTW = 0x20_0000;
const MPV = 0x80;
const GVA = 0x40;
/**
 * What the harness gives a block anew: SIE SPIE MPIE SPP MPP MPRV SUM MXR TVM TW TSR. Not MIE, which MRET takes from
 * MPIE: set before, it would let an interrupt into the harness, and that one would overwrite mepc.
 */
const STATUS = 0x007e_19a2;

export function generate(seed: number, features: Features, area: number): Case {
  const random = new Random(seed);
  const paging = !random.oneIn(4);
  const guestPaging = !random.oneIn(4);
  const blocks = random.between(3, 14);
  const rules = {
    readable: random.oneIn(3),
    acts: !random.oneIn(3),
    wide: random.oneIn(3),
    executable: random.oneIn(3),
    wait: random.pick(['no', 'guest', 'machine'] as const),
  };
  const memory = pageTables(random, area);
  if (features.hypervisor) {
    for (const [offset, value] of guestTables(random, area, random.oneIn(2), rules)) {
      memory.set(offset, value);
    }
  }
  // Where PMP keeps a handler from being fetched, the fault must not go to that handler.
  const mayDelegate = features.pmp ? ~2 : ~0;
  for (let offset = DATA; offset < DATA + DATA_PAGES * 0x1000; offset += 4) {
    if (random.oneIn(4)) {
      memory.set(offset, random.edge());
    }
  }
  const place = { random, features, rules, area, blocks };
  return {
    features,
    area,
    registers: Array.from({ length: 32 }, (_, register) =>
      POINTERS.includes(register)
        ? pointer({ ...place, mode: 'S', paged: paging }, register)
        : [0, 4].includes(register)
          ? 0
          : random.edge(),
    ),
    csrs: {
      mtvec: random.below(2),
      medeleg: random.oneIn(3) ? 0 : pairFaults(random.bits(0xb1ff & mayDelegate)),
      mideleg: random.bits(0x222),
      mie: random.bits(0xaaa) | MTIE,
      mcounteren: random.bits(7),
      scounteren: random.bits(7),
      stvec: area + S_VECTORS + random.below(2),
      sscratch: random.word(),
      scause: random.below(16),
      stval: random.word(),
      satp: paging ? satpOf(random, area) : 0,
      ...(features.hypervisor ? guestAtStart(place, mayDelegate, guestPaging) : {}),
      ...(features.pmp ? pmpAtStart(random, features, area) : {}),
    },
    memory,
    blocks: Array.from({ length: blocks }, (_, index) => {
      const mode = random.pick(features.hypervisor ? withGuests : withoutGuests);
      const paged = mode.startsWith('V') ? guestPaging : paging && mode !== 'M';
      return block({ ...place, mode, index, paged });
    }),
  };
}

/** The hypervisor extension's registers. Guest-page faults are delegated together: QEMU 7.2 mistakes one for another. */
function guestAtStart(
  { random, rules, area }: Pick<Place, 'random' | 'rules' | 'area'>,
  mayDelegate: number,
  paging: boolean,
): Partial<Record<LoggedCsr, number>> {
  const guestFaults = random.oneIn(2) ? 0xb0_0000 : 0;
  const illegal = random.oneIn(2) ? 0x40_0004 : 0; // QEMU 7.2 raises 2 for 22
  const calls = random.oneIn(4) ? 0x400 : 0;
  // While satp is off, QEMU 7.2 has access faults for a guest's page faults.
  const alike = (medeleg: number) =>
    random.oneIn(4) || (medeleg & 0x20) === 0 ? medeleg & ~0xa0a0 : medeleg | 0xa0a0;
  const { set } = guestStatus(rules);
  return {
    mstatus: rules.readable ? MXR : 0,
    medeleg: random.oneIn(4)
      ? 0
      : alike(pairFaults(random.bits(0xb1fb & mayDelegate))) | guestFaults | illegal | calls,
    mie: random.bits(0xeee) | MTIE,
    mip: random.pick(supervisorInterrupts),
    hstatus: random.bits(random.oneIn(3) ? 0x0050_0380 : 0x0040_0380) | (rules.wait === 'guest' ? VTW : 0),
    hedeleg: random.oneIn(4) ? 0 : pairFaults(random.bits((random.oneIn(4) ? 0xb1ff : 0xb1fb) & mayDelegate)),
    hideleg: random.bits(0x444),
    hcounteren: random.bits(7),
    hvip: random.oneIn(6) ? random.bits(0x444) : random.pick(guestInterrupts),
    hgatp: !rules.wide && random.oneIn(6) ? 0 : hgatpOf(random, area),
    vsstatus: random.bits(0x0004_0122) | set,
    vstvec: area + VS_VECTORS + random.below(2),
    vsscratch: random.word(),
    vscause: random.below(16),
    vstval: random.word(),
    vsatp: paging ? vsatpOf(random, area) : 0,
  };
}

// Seldom two at once, of which QEMU 7.2 takes the wrong one.
const supervisorInterrupts = [0, 0, 0, 0x2, 0x20, 0x200];
const guestInterrupts = [0, 0, 0x4, 0x40, 0x400];

const withoutGuests = ['M', 'S', 'S', 'U'] as const;
const withGuests = ['M', 'M', 'S', 'S', 'U', 'VS', 'VS', 'VS', 'VU', 'VU', 'VU'] as const;
const privilege: Readonly<Record<BlockMode, number>> = { M: 3, S: 1, VS: 1, U: 0, VU: 0 };

function block(place: Place): Block {
  const { random, features, rules, mode, area, index } = place;
  const physical = area + CODE + index * BLOCK_BYTES;
  const body: Instruction[] = [];
  // Three pointers, then whatever comes; loads and stores go through them.
  for (const register of POINTERS) {
    if (random.oneIn(2)) {
      body.push(...together(li(register, pointer(place, register))));
    }
  }
  const size = () =>
    body.reduce((sum, { kind, ...rest }) => sum + lengthOf(kind, rest as { bytes?: number }), 0);
  for (let count = random.between(2, 16); count > 0; count -= 1) {
    const next = randomInstruction(place);
    if (size() + 4 * next.length > BLOCK_BYTES - 8) {
      break;
    }
    body.push(...together(next));
  }
  const kept = features.hypervisor ? MXR : 0;
  const traps = random.oneIn(mode.startsWith('V') ? 8 : 3); // QEMU 7.2 applies TSR and TVM to guests
  const drawn = random.bits(STATUS & ~(MPP | TW | 0x2_0000) & (traps ? -1 : ~0x70_0000));
  const status =
    (drawn & ~kept) |
    (rules.readable ? kept : 0) |
    (rules.wait === 'machine' ? TW : 0) |
    (privilege[mode] << 11);
  return {
    mode,
    pc: startOf(place, physical),
    status: { clear: STATUS, set: status >>> 0 },
    statusHigh: {
      clear: features.hypervisor ? MPV | GVA : 0,
      set: mode.startsWith('V') ? MPV : 0,
    },
    body,
  };
}

/** Where this mode finds its block, mostly. */
function startOf({ random, mode, paged }: Place, physical: number): number {
  if (!paged) {
    return mode.startsWith('V') ? guestCodeAddress(random, physical) : physical;
  }
  const user = privilege[mode] === 0;
  return (user ? !random.oneIn(12) : random.oneIn(12)) ? userAddress(physical) : physical;
}

function lengthOf(kind: string, rest: { bytes?: number }): number {
  return kind === 'word' ? (rest.bytes ?? 4) : kind.startsWith('c.') ? 2 : 4;
}

/** Load and store faults are delegated together, as QEMU 7.2 mistakes the one for the other in atomic operations. */
function pairFaults(medeleg: number): number {
  const loads = medeleg & 0x2030;
  return (medeleg & ~0x80c0) | (loads << 2);
}

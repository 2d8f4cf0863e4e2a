/**
 * Random instructions of the hypervisor extension: accesses as a guest's (HLV, HLVX, HSV), fences, other worlds (hgatp,
 * vsatp), returns into a guest, and interrupts for it. Privileged specification 1.12, chapter 8.
 */
import { encode } from '../../../../src/assembler/index.js';
import { hypervisorTable } from '../../../../src/machine/index.js';
import { guestCodeAddress, guestDataAddress, hgatpOf, vsatpOf } from './guest-tables.js';
import { DATA, DATA_PAGES, type Instruction, word } from '../case/index.js';
import { PAGE, userAddress } from './page-tables.js';
import { FREE, li, type Place } from './place.js';
import { laterBlock } from './random-privileged.js';

const HFENCE_VVMA = 0x2200_0073;
const HFENCE_GVMA = 0x6200_0073;
const SRET = 0x1020_0073;
const Csr = { sstatus: 0x100, sepc: 0x141, vsatp: 0x280, hstatus: 0x600, hvip: 0x645, hgatp: 0x680 } as const;
const SPP = 0x100;
const SPV = 0x80;

export function hypervisorInstruction(place: Place): Instruction[] {
  const { random, mode } = place;
  const mayAct = place.rules.acts || mode.startsWith('V');
  switch (random.below(9)) {
    case 0:
    case 1:
    case 2:
    case 3:
      return mayAct ? [...guestAccess(place), ...(random.oneIn(2) ? guestAccess(place) : [])] : [];
    case 4:
      return [
        word(random.pick([HFENCE_VVMA, HFENCE_GVMA]) | (random.below(32) << 15) | (random.below(32) << 20)),
      ];
    case 5:
      return otherWorld(place);
    case 6:
    case 7:
      return mode === 'S' || mode === 'M' ? enterGuest(place) : otherWorld(place);
    default:
      return inject(place);
  }
}

const allAccesses = hypervisorTable.filter(({ format }) => format === 'hload' || format === 'hstore');
const plainAccesses = allAccesses.filter(({ name }) => !name.startsWith('hlvx'));

function guestAccess({ random, features, rules, area, mode }: Place): Instruction[] {
  const all = rules.executable || mode.startsWith('V');
  const { name, format } = random.pick(all ? allAccesses : plainAccesses);
  const size = name.includes('.w') ? 4 : name.includes('.h') ? 2 : 1;
  const offset = features.misaligned && random.oneIn(6) ? random.below(4) : random.between(-60, 60) * size;
  const rs1 = random.pick([5, 6, 7]);
  // Mostly one that leads somewhere.
  const own = area + DATA + random.below(DATA_PAGES) * PAGE + 0x800;
  const address = random.oneIn(3)
    ? guestDataAddress(random, area, true)
    : random.oneIn(2)
      ? userAddress(own)
      : own;
  return [
    ...li(rs1, address + offset),
    word(
      format === 'hload'
        ? encode(name, { rd: random.pick(FREE), rs1 })
        : encode(name, { rs1, rs2: random.below(32) }),
    ),
  ];
}

/** Another table of the guest's, or of the hypervisor's for it; or none. QEMU 7.2 would remember the old one. */
function otherWorld({ random, area, rules }: Place): Instruction[] {
  const guest = random.oneIn(2);
  const off = random.oneIn(4) && (guest || !rules.wide);
  const value = off ? 0 : guest ? vsatpOf(random, area) : hgatpOf(random, area);
  const fence = word(guest ? HFENCE_VVMA : HFENCE_GVMA);
  return [
    ...li(5, value),
    word(encode('csrrw', { rd: random.pick(FREE), rs1: 5, imm: guest ? Csr.vsatp : Csr.hgatp })),
    // Also in a guest, where both trap: the hypervisor may come here by a jump. mstatus.TVM may forbid HFENCE.GVMA to
    // HS-mode, but then hgatp as well.
    fence,
  ];
}

function enterGuest(place: Place): Instruction[] {
  const { random } = place;
  const block = laterBlock(place);
  const user = random.oneIn(2);
  const address = user ? userAddress(block) : random.oneIn(4) ? guestCodeAddress(random, block) : block;
  return [
    ...li(5, SPV),
    word(encode('csrrs', { rs1: 5, imm: Csr.hstatus })),
    ...li(5, SPP),
    word(encode(user ? 'csrrc' : 'csrrs', { rs1: 5, imm: Csr.sstatus })),
    ...li(5, address),
    word(encode('csrrw', { rs1: 5, imm: Csr.sepc })),
    word(SRET),
  ];
}

function inject({ random }: Place): Instruction[] {
  const name = random.pick(['csrrw', 'csrrs', 'csrrc'] as const);
  return [...li(5, random.bits(0x444)), word(encode(name, { rd: random.pick(FREE), rs1: 5, imm: Csr.hvip }))];
}

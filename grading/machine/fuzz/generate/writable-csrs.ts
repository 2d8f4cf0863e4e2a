/** What programs may write to CSRs: values with which the harness keeps control, and which mean the same on both machines. */
import { VS_VECTORS } from '../case/index.js';
import type { GuestRules } from './guest-rules.js';
import type { Place } from './place.js';

export type Way = 'csrrw' | 'csrrs' | 'csrrc';

const whole: readonly Way[] = ['csrrw'];
/** What remains of an address, when bits are cleared, may be the harness's or another case's, for a return to go to. */
const notCleared: readonly Way[] = ['csrrw', 'csrrs'];

export interface WritableCsr {
  readonly number: number;
  /** The bits that may be set; 0: it is only read. */
  readonly may: number;
  /** Bits that are always set. */
  readonly must?: number;
  /** Its value may differ on QEMU 7.2: it must not get into a register. */
  readonly read?: false;
  /** How it may be written, if not in every way. */
  readonly ways?: readonly Way[];
  /** TLBs depend on it, and QEMU 7.2 does not see to that: a fence follows. */
  readonly fence?: true;
}

const NOWHERE = 0xf000_0000; // there is no memory

const base: readonly WritableCsr[] = [
  { number: 0x106, may: 7 },
  { number: 0x10a, may: 1 },
  { number: 0x140, may: -1 },
  // QEMU 7.2 keeps bit 0.
  { number: 0x141, may: -2, must: NOWHERE, ways: notCleared },
  { number: 0x142, may: 0x8000_000f, read: false, ways: whole }, // scause: QEMU 7.2 mistakes the causes of atomic operations' faults
  { number: 0x143, may: -1, read: false, ways: whole },
  { number: 0x302, may: 0x110d }, // load and store faults stay paired
  { number: 0x304, may: 0xaaa, must: 0x80 },
  { number: 0x306, may: 7 },
  { number: 0x30a, may: 1 },
  { number: 0x341, may: -2, must: NOWHERE, ways: notCleared },
  { number: 0x342, may: 0x8000_000f, read: false, ways: whole },
  { number: 0x343, may: -1, read: false, ways: whole },
  { number: 0x301, may: 0 },
  { number: 0xf14, may: 0 },
  { number: 0xc00, may: 0, read: false },
  { number: 0xc01, may: 0, read: false },
  { number: 0xc02, may: 0, read: false },
  { number: 0xc80, may: 0, read: false },
  { number: 0x5c0, may: 0 }, // there is no such CSR
];

const hypervisor: readonly WritableCsr[] = [
  { number: 0x303, may: 0x222, read: false }, // mideleg: bit 12 reads as 1 on QEMU 7.2
  { number: 0x310, may: 0xc0, read: false }, // mstatush: QEMU's GVA
  { number: 0x34a, may: 0, read: false }, // mtinst and htinst: a transformed instruction, or zero
  { number: 0x34b, may: -1, read: false, ways: whole },
  { number: 0x602, may: 0x110d }, // hedeleg
  { number: 0x603, may: 0x444 },
  { number: 0x604, may: 0x444 },
  { number: 0x605, may: -1 },
  { number: 0x606, may: 7 },
  { number: 0x607, may: -1 }, // hgeie: nothing stays
  { number: 0x60a, may: 1 },
  { number: 0x615, may: -1 },
  { number: 0x643, may: -1, read: false, ways: whole }, // htval
  { number: 0x644, may: 4 }, // hip
  { number: 0x645, may: 0x444 }, // hvip
  { number: 0x645, may: 0x444 },
  { number: 0x64a, may: 0, read: false },
  { number: 0xe12, may: 0 }, // hgeip
  { number: 0x204, may: 0x222 }, // vsie
  { number: 0x240, may: -1 },
  { number: 0x241, may: -2, must: NOWHERE, ways: notCleared },
  { number: 0x242, may: 0x8000_000f, read: false, ways: whole },
  { number: 0x243, may: -1, read: false, ways: whole },
  { number: 0x344, may: 0x226, ways: ['csrrs', 'csrrc'] }, // mip: QEMU 7.2 writes VSTIP and VSEIP as well
  // vsip, and sip in a guest: QEMU 7.2 shows the software interrupt only.
  { number: 0x244, may: 0x222, read: false },
  { number: 0x144, may: 0x222, read: false },
  { number: 0x104, may: 0x222, read: false }, // sie in a guest: what mideleg does not delegate is not shown there
];

const MXR = 0x8_0000;
const SUM = 0x4_0000;
const TW = 0x20_0000;
const VTW = 0x20_0000;
const HSTATUS = 0x0070_03c0; // VTSR VTW VTVM HU SPVP SPV GVA

export function writableCsrs({ features, rules, area, mode }: Place): readonly WritableCsr[] {
  const waits = rules.wait === 'machine' ? TW : 0;
  if (!features.hypervisor) {
    return [
      ...base,
      { number: 0x100, may: 0x000c_0122 },
      { number: 0x300, ...pinned(0x007c_01aa, { mask: TW, set: waits }) },
      { number: 0x303, may: 0x222 },
      { number: 0x144, may: 0x222 },
      { number: 0x344, may: 0x222 },
      { number: 0x104, may: 0x222 },
    ];
  }
  const readable = rules.readable ? MXR : 0;
  const guest: WritableCsr = { number: 0x200, ...pinned(0x000c_0122, guestStatus(rules)) };
  return [
    ...base,
    ...hypervisor,
    mode.startsWith('V')
      ? { ...guest, number: 0x100 }
      : { number: 0x100, ...pinned(0x000c_0122, { mask: MXR, set: readable }) },
    { number: 0x300, ...pinned(0x007c_01aa, { mask: MXR | TW, set: readable | waits }) },
    guest,
    guest,
    {
      number: 0x600,
      ...pinned(HSTATUS, { mask: VTW, set: rules.wait === 'guest' ? VTW : 0 }),
      read: false,
      fence: true,
    },
    // Not stvec: it would depend on whether a guest or its hypervisor comes here.
    { number: 0x205, may: 1, must: area + VS_VECTORS, ways: whole },
  ];
}

interface Pins {
  readonly mask: number;
  readonly set: number;
}

/** What vsstatus keeps throughout a case. */
export function guestStatus({ readable, acts }: GuestRules): Pins {
  return { mask: MXR | (acts ? SUM : 0), set: (readable ? MXR : 0) | (acts ? SUM : 0) };
}

function pinned(may: number, { mask, set }: Pins): Pick<WritableCsr, 'may' | 'must'> {
  return { may: (may & ~mask) | set, must: set };
}

/**
 * Brings a new machine into a state of states.ts: its tables and pages, and something in every CSR that it has.
 * No interrupt is both pending and enabled, and no exception that can be raised here is delegated, so that the only thing
 * that happens is the instruction that is tried.
 */
import * as csrs from '../../../src/machine/index.js';
import {
  CSR_COUNT,
  Csr,
  type Machine,
  PAGE_BYTES,
  Mode,
  PMP_NAPOT,
  PMP_R,
  PMP_W,
  PMP_X,
} from '../../../src/machine/index.js';
import * as layout from './layout.js';
import {
  frameAddress,
  GUEST_FRAMES,
  HOME_FRAMES,
  MOVED_FRAMES,
  rootOf,
  type Frames,
  type Variant,
} from './layout.js';
import { allSwitches, type State, type Switch } from './states.js';

/** Returns where the program lies. */
export function prepare(machine: Machine, state: State): Frames {
  const { hart } = machine;
  const frames = framesOf(state);
  writePages(machine, state, frames);
  fillRegisters(machine, state);
  turnSwitches(machine, state.shut);
  hart.mode = state.mode.mode;
  hart.virtual = state.mode.virtual;
  return frames;
}

/** Machine mode's addresses are physical: its program cannot be moved. */
function framesOf({ mode, host }: State): Frames {
  if (host === 0 || mode.mode === Mode.Machine) {
    return HOME_FRAMES;
  }
  return mode.virtual ? GUEST_FRAMES : MOVED_FRAMES;
}

function writePages({ memory }: Machine, { mode }: State, frames: Frames): void {
  const user = mode.mode === Mode.User;
  const frameSets = [HOME_FRAMES, MOVED_FRAMES];
  for (const variant of [0, 1] as const) {
    layout.writeHostTable(memory, variant, frameSets[variant]!, user);
    // HLV and HSV act as user mode here (hstatus.SPVP).
    layout.writeGuestTable(memory, variant, user || !mode.virtual);
    layout.writeSecondStage(memory, variant, variant === 0 ? HOME_FRAMES : GUEST_FRAMES);
  }
  for (const [, data] of [HOME_FRAMES, MOVED_FRAMES, GUEST_FRAMES]) {
    const contents = data === frames[1] ? 0x0101_0101 : 0x0303_0303;
    for (let at = 0; at < PAGE_BYTES; at += 4) {
      memory.write32(frameAddress(data) + at, (contents * (at + 1)) >>> 0);
    }
  }
}

/** What stands in a register about which nothing more is said below. Written, it becomes what is legal there. */
const PATTERNS = [0, 0x5555_5555] as const;

// Of the interrupts, one variant has all that are enabled and the other all that are pending.
const ENABLED = [0xffff_ffff, 0] as const;
const PENDING = [0, 0xffff_ffff] as const;
const DELEGATED_INTERRUPTS = [0x066, 0x666] as const;
const HARMLESS_CAUSES = [0, 0b11] as const; // a misaligned fetch, and one from where no memory is
const STATUS = [
  0,
  csrs.MSTATUS_SIE |
    csrs.MSTATUS_SPIE |
    csrs.MSTATUS_MIE |
    csrs.MSTATUS_MPIE |
    csrs.MSTATUS_SPP |
    (Mode.Supervisor << 11) | // MPP
    csrs.MSTATUS_SUM |
    csrs.MSTATUS_MXR,
] as const;
const HYPERVISOR_STATUS = [0, csrs.HSTATUS_SPV | csrs.HSTATUS_GVA] as const;
const ADDRESS_SPACE = [0, 1 << 22] as const; // ASID or VMID
const TIME = [0, 0x1234_0000_1234] as const; // both halves of it differ

type Set = (number: number, value: number) => void;

function fillRegisters({ hart: { csr, counters } }: Machine, { host, guest }: State): void {
  const set: Set = (number, value) => {
    if (csr.has(number)) {
      csr.write(number, value >>> 0);
    }
  };
  for (let number = 0; number < CSR_COUNT; number += 1) {
    set(number, PATTERNS[isGuests(number) ? guest : host]);
  }
  const both = (values: readonly number[]) =>
    (values[host]! & ~csrs.VS_INTERRUPTS) | (values[guest]! & csrs.VS_INTERRUPTS);
  set(Csr.mideleg, DELEGATED_INTERRUPTS[host]);
  set(Csr.hideleg, DELEGATED_INTERRUPTS[guest]);
  set(Csr.mie, both(ENABLED));
  set(Csr.mip, both(PENDING));
  set(Csr.hvip, both(PENDING));
  set(Csr.medeleg, HARMLESS_CAUSES[host]);
  set(Csr.hedeleg, HARMLESS_CAUSES[host]);
  set(Csr.mstatus, STATUS[host]);
  set(Csr.hstatus, HYPERVISOR_STATUS[host]);
  set(Csr.satp, csrs.SATP_MODE_SV32 | ADDRESS_SPACE[host] | rootOf('host', host));
  set(Csr.vsatp, csrs.SATP_MODE_SV32 | ADDRESS_SPACE[guest] | rootOf('guest', guest));
  set(Csr.hgatp, csrs.SATP_MODE_SV32 | ADDRESS_SPACE[host] | rootOf('G-stage', host));
  openProtection(set, host);
  csr.values[Csr.mhartid] = host; // the second variant is another hart of the same machine
  counters.clock.setTime(TIME[host]);
}

/** Memory is open to all modes: by another entry in each variant, which covers every address. */
function openProtection(set: Set, entry: Variant): void {
  set(Csr.pmpaddr0 + entry, 0xffff_ffff);
  set(Csr.pmpcfg0, (PMP_NAPOT | PMP_R | PMP_W | PMP_X) << (8 * entry));
}

function turnSwitches({ hart: { csr } }: Machine, shut: readonly Switch[]): void {
  for (const each of allSwitches.filter(({ csr: number }) => csr.has(number))) {
    const set = shut.includes(each) === (each.shutWhen === 'set');
    const value = csr.read(each.csr);
    csr.write(each.csr, set ? value | each.bits : value & ~each.bits);
  }
}

/** What belongs to the guest's half: its own supervisor registers, and what the hypervisor has set up for it. */
export function isGuests(number: number): boolean {
  const own = number >> 8 === Csr.vsstatus >> 8;
  return own || number === Csr.hideleg || number === Csr.htimedelta || number === Csr.htimedeltah;
}

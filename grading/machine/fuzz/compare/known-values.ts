/** Values of CSRs in which QEMU 7.2 differs, or may; each as long as it stands in the CSR. See README.md. */
import type { Outcome, TrapLog } from '../harness/index.js';
import { isGuestAccess, isRenamed } from './known-faults.js';
import { instructionAt, origin, origins } from './origin.js';

export interface Excused {
  /** What tval of breakpoints was here; on QEMU it is zero. */
  readonly breakpoints: Set<number>;
  /** What tval of refused HLV, HLVX and HSV was here; on QEMU it is another instruction. */
  readonly refused: Set<number>;
  /** tval of misaligned loads that met no memory, here and on QEMU. */
  readonly misaligned: Set<string>;
  /** Causes here and there of faults that QEMU mistakes. */
  readonly causes: Set<string>;
  /** Guest-physical addresses of faults so far: QEMU shows the last one also in traps that are none. */
  readonly guestAddresses: Set<number>;
  /** A guest has taken a trap: QEMU then writes hstatus.GVA, htval and htinst, which are the hypervisor's. */
  guestTraps: boolean;
  supervisorGuestFault: boolean;
  /** The last trap came from below M-mode: MPRV is clear, but SRET from M-mode has left it set there. */
  belowMachine: boolean;
  /** An atomic memory operation has faulted: page-table entries may differ in their A and D bits. */
  atomic: boolean;
}

export function startOfCase(): Excused {
  return {
    breakpoints: new Set(),
    refused: new Set(),
    misaligned: new Set(),
    causes: new Set(),
    guestAddresses: new Set(),
    guestTraps: false,
    supervisorGuestFault: false,
    belowMachine: false,
    atomic: false,
  };
}

const BREAKPOINT = 3;

/** Remembers what this trap may leave different, and those below M-mode since the one before. */
export function noteTrap(excused: Excused, outcome: Outcome, here: TrapLog, qemu: TrapLog): void {
  const { level } = origin(here);
  excused.belowMachine = ((here.csrs['mstatus']! >>> 11) & 3) !== 3;
  excused.guestTraps ||= level === 'VS';
  excused.supervisorGuestFault = [20, 21, 23].includes(here.csrs['scause']!);
  origins(here).forEach((ours, index) => {
    const theirs = origins(qemu)[index]!;
    const word = instructionAt(outcome, ours.epc);
    if (ours.cause === BREAKPOINT) {
      excused.breakpoints.add(ours.tval);
    }
    if (isGuestAccess(word) && (ours.cause === 2 || ours.cause === 22)) {
      excused.refused.add(ours.tval);
    }
    // It goes on with the aligned words around it there, and names the first one, though that byte is not asked for.
    if (
      ours.cause === 5 &&
      theirs.cause === 5 &&
      [ours.tval & ~1, ours.tval & ~3].includes(theirs.tval | 0)
    ) {
      excused.misaligned.add(`${ours.tval},${theirs.tval}`);
    }
    // Where PMP forbids what an address leads to, its guest-physical address is shown there.
    if (here.csrs['pmpcfg0'] !== undefined && [1, 5, 7].includes(ours.cause)) {
      noteAddresses(excused, here, qemu, true);
    }
    const pair = `${ours.cause},${theirs.cause}`;
    if (ours.cause === theirs.cause || ours.epc !== theirs.epc) {
      return;
    }
    if (!isRenamed(here, qemu, ours, word, pair)) {
      return;
    }
    excused.causes.add(pair);
    noteAddresses(excused, here, qemu, true);
  });
  noteAddresses(excused, here, qemu, false);
}

function noteAddresses(excused: Excused, here: TrapLog, qemu: TrapLog, all: boolean): void {
  for (const name of ['mtval2', 'htval']) {
    const address = qemu.csrs[name];
    if (address !== undefined && (all || address === here.csrs[name])) {
      excused.guestAddresses.add(address);
    }
  }
}

const SGEI = 0x1000;
const GVA = 0x40;
const MPRV = 0x2_0000;

/** May CSR `name` hold `theirs` on QEMU, where it is `ours` here? */
export function excuses(excused: Excused, name: string, ours: number, theirs: number): boolean {
  switch (name) {
    case 'mcause':
    case 'scause':
    case 'vscause':
      return excused.causes.has(`${ours},${theirs}`);
    case 'mtval':
    case 'stval':
    case 'vstval':
      return (
        (theirs === 0 && excused.breakpoints.has(ours)) ||
        excused.refused.has(ours) ||
        excused.misaligned.has(`${ours},${theirs}`)
      );
    case 'mstatus':
      return excused.belowMachine && theirs === (ours | MPRV) >>> 0;
    case 'hstatus':
      return (excused.breakpoints.size > 0 || excused.guestTraps) && ours === (theirs | GVA);
    case 'mstatush':
      return (ours ^ theirs) === GVA;
    case 'mideleg':
      return theirs === (ours | SGEI);
    case 'htinst':
      // It cannot be written there: without such a trap what stands in it may be another case's.
      return !excused.supervisorGuestFault || excused.guestTraps || isTransformed(ours, theirs);
    case 'mtinst':
      return isTransformed(ours, theirs);
    case 'htval':
      return (excused.guestTraps && theirs === 0) || (ours === 0 && excused.guestAddresses.has(theirs));
    case 'mtval2':
      return ours === 0 && excused.guestAddresses.has(theirs);
    default:
      return false;
  }
}

/** One machine shows a transformed instruction, and the other nothing: section 8.6.3 allows both. (A pseudo-instruction must be shown.) */
function isTransformed(ours: number, theirs: number): boolean {
  return (ours === 0 || theirs === 0) && ((ours | theirs) & 1) !== 0;
}

/**
 * The known differences in faults: QEMU 7.2 reports another cause than the specification, or it raises a fault where the
 * specification has none. Each rule below describes one difference exactly; README.md has the sections.
 */
import type { Outcome, TrapLog } from '../harness/index.js';
import { chain, instructionAt, type Origin } from './origin.js';

/** `cause`: the same trap with another cause. `diverges`: after this trap the two programs do different things. */
export type Known = 'cause' | 'diverges' | undefined;

export function knownFault(here: Outcome, ours: TrapLog, theirs: TrapLog): Known {
  const others = chain(theirs);
  let known: Known;
  for (const [index, a] of chain(ours).entries()) {
    const b = others[index];
    if (b === undefined) {
      break;
    }
    if (a.cause === b.cause && a.epc === b.epc && a.level === b.level) {
      if (isDisguised(ours, a, instructionAt(here, a.epc))) {
        return 'diverges';
      }
      continue;
    }
    const found = knownTrap(here, ours, theirs, a, b);
    if (found !== 'cause') {
      return found;
    }
    known = found;
  }
  return known;
}

function knownTrap(here: Outcome, ours: TrapLog, theirs: TrapLog, a: Origin, b: Origin): Known {
  const word = instructionAt(here, a.epc);
  const pair = `${a.cause},${b.cause}`;
  if (isUserPageOfGuest(ours, a, word) || isOwnPage(ours, a)) {
    return 'diverges';
  }
  if (a.epc === b.epc) {
    if (isRenamed(ours, theirs, a, word, pair)) {
      return a.level === b.level ? 'cause' : 'diverges';
    }
    // If it is delegated, QEMU has changed its cause once more.
    if (b.level === 'VS' && b.cause === 1 && isRenamed(ours, theirs, a, word, `${a.cause},2`)) {
      return 'diverges';
    }
    if (isAtomic(word) && mistakenAtomics.includes(pair)) {
      return 'diverges';
    }
    if (isPmpFault(ours, a, word, pair) || isPointerToNowhere(ours, a, word, pair)) {
      return 'diverges';
    }
  }
  const fetched = [a, b].some(({ epc, cause }) => isFault(cause) && isExecutedLoad(instructionAt(here, epc)));
  const refused = isRefusedThere(theirs, b, instructionAt(here, b.epc)) || isRefusedHere(ours, a, word);
  return fetched || refused ? 'diverges' : undefined;
}

/** The same trap with another cause; the handlers then do the same on both machines. */
export function isRenamed(ours: TrapLog, theirs: TrapLog, from: Origin, word: number, pair: string): boolean {
  if (from.level === 'VS' && ['2,1', '6,5'].includes(pair)) {
    return true;
  } // exceptions are counted as interrupts are
  if (isWalkFault(ours, theirs, pair)) {
    return true;
  }
  if (isModifiedPrivilegeFault(ours, from, pair)) {
    return true;
  }
  if (isAtomic(word)) {
    return mistakenAtomics.includes(pair) && sameClass(pair);
  }
  return (
    (pair === '22,2' &&
      (isRefusedThere(theirs, { ...from, cause: 2 }, word) || isSupervisorsInGuestUser(from, word))) ||
    (pair === '2,22' && isWaitInGuestUser(ours, from, word)) ||
    (['2,22', '22,2'].includes(pair) && from.mode === 0 && isGuestAccess(word)) ||
    isGuestAccessFault(ours, word, pair)
  );
}

export function isAtomic(word: number): boolean {
  return (word & 0x7f) === 0x2f;
}

/** On QEMU an atomic memory operation faults as a load first. */
const mistakenAtomics = [
  '6,4',
  ...[7, 15, 23].flatMap((ours) => [5, 13, 21].map((theirs) => `${ours},${theirs}`)),
];

const classes = [
  [5, 7],
  [13, 15],
  [21, 23],
  [4, 6],
];

function sameClass(pair: string): boolean {
  return classes.some((causes) => pair.split(',').every((cause) => causes.includes(Number(cause))));
}

/** PMP forbids the physical address of a guest's access. QEMU raises a guest-page fault instead of an access fault. */
function isPmpFault(log: TrapLog, from: Origin, word: number, pair: string): boolean {
  const guests = from.virtual || isGuestAccess(word);
  const names = guests
    ? ['1,20', '1,21', '5,21', '7,21', '7,23']
    : hasModifiedPrivilege(log, from)
      ? ['5,13', '7,13', '7,15']
      : [];
  return log.csrs['pmpcfg0'] !== undefined && names.includes(pair);
}

/**
 * While hgatp is off, a pointer in the guest's table may lead to an address without memory. QEMU raises a page fault then.
 * (The other tables of a case have no such pointers.)
 */
function isPointerToNowhere({ csrs }: TrapLog, from: Origin, word: number, pair: string): boolean {
  const guests =
    (from.virtual || isGuestAccess(word)) && csrs['hgatp']! < SATP_ON && csrs['vsatp']! >= SATP_ON;
  return guests && ['1,12', '5,13', '7,15'].includes(pair);
}

const SATP_ON = 0x8000_0000;
const WALK = 0x2000; // what mtinst and htinst say of it

/** The G-stage forbids to read an entry of the guest's table. QEMU always reports it as a fault of a load. */
function isWalkFault(ours: TrapLog, theirs: TrapLog, pair: string): boolean {
  const names = ['mtinst', 'htinst'];
  const both = names.some((name) => ours.csrs[name] === WALK && theirs.csrs[name] === WALK);
  return ['20,21', '23,21'].includes(pair) && both;
}

const [SRET, WFI, SFENCE, HFENCES] = [0x1020_0073, 0x1050_0073, 0x1200_0073, [0x2200_0073, 0x6200_0073]];
const [TVM, TW, TSR] = [0x10_0000, 0x20_0000, 0x40_0000];
const SATP = 0x180;

/** Illegal on QEMU only: WFI in U-mode; and in VS-mode what mstatus.TSR and TVM forbid to HS-mode. */
function isRefusedThere({ csrs }: TrapLog, { level, cause, mode, virtual }: Origin, word: number): boolean {
  if (cause !== 2 && !(level === 'VS' && cause === 1)) {
    return false;
  }
  const status = csrs['mstatus']!;
  if (!virtual) {
    return mode === 0 && word === WFI && (status & TW) === 0;
  }
  if (mode !== 1) {
    return false;
  }
  const usesTable = (word & 0xfe00_7fff) >>> 0 === SFENCE || (isCsr(word) && word >>> 20 === SATP);
  return (word === SRET && (status & TSR) !== 0) || (usesTable && (status & TVM) !== 0);
}

const HGATP = 0x680;
const VTVM = 0x10_0000;

/** Refused here only: satp in VS-mode by hstatus.VTVM, and hgatp in HS-mode by mstatus.TVM. */
function isRefusedHere({ csrs }: TrapLog, { cause, mode, virtual }: Origin, word: number): boolean {
  if (mode !== 1 || !isCsr(word)) {
    return false;
  }
  const number = word >>> 20;
  return virtual
    ? cause === 22 && number === SATP && (csrs['hstatus']! & VTVM) !== 0
    : cause === 2 && number === HGATP && (csrs['mstatus']! & TVM) !== 0;
}

/** With mstatus.TW, WFI is an illegal instruction in VU-mode too. */
function isWaitInGuestUser({ csrs }: TrapLog, { mode, virtual }: Origin, word: number): boolean {
  return mode === 0 && virtual && word === WFI && (csrs['mstatus']! & TW) !== 0;
}

function isCsr(word: number): boolean {
  return (word & 0x7f) === 0x73 && (word & 0x3000) !== 0;
}

/** In VU-mode an instruction of supervisor level is an illegal instruction on QEMU, not a virtual instruction. */
function isSupervisorsInGuestUser({ mode, virtual }: Origin, word: number): boolean {
  if (mode !== 0 || !virtual || (word & 0x7f) !== 0x73) {
    return false;
  }
  const fence = (word & 0xfe00_7fff) >>> 0;
  return (
    (isCsr(word) && ((word >>> 28) & 3) === 1) || word === SRET || fence === SFENCE || HFENCES.includes(fence)
  );
}

/**
 * While satp is off, QEMU reports a fault of HLV or HSV in the guest's own table as an access fault. (HLVX may meet another
 * fault, because it checks another permission.)
 */
function isGuestAccessFault({ csrs }: TrapLog, word: number, pair: string): boolean {
  return (
    isGuestAccess(word) &&
    !isExecutedLoad(word) &&
    ['13,5', '15,7'].includes(pair) &&
    (csrs['satp']! & 0x8000_0000) === 0
  );
}

const MPRV = 0x2_0000;

/** An access as a guest's by MPRV and MPV: QEMU reports a page fault or, while satp is off, an access fault. */
function isModifiedPrivilegeFault(log: TrapLog, from: Origin, pair: string): boolean {
  if (!hasModifiedPrivilege(log, from)) {
    return false;
  }
  const { csrs } = log;
  const off = (csrs['satp']! & 0x8000_0000) === 0;
  const walk = csrs['mtinst'] === WALK && pair === '23,13';
  return walk || ['21,13', '23,15'].includes(pair) || (off && ['13,5', '15,7'].includes(pair));
}

/**
 * Both machines report an access fault of HLVX while satp is off, but perhaps for different reasons. On QEMU the guest's table may
 * refuse, because the permission to read is missing. Here the physical address may be refused, after the walk has marked the entries.
 */
function isDisguised({ csrs }: TrapLog, { cause }: Origin, word: number): boolean {
  return cause === 5 && isExecutedLoad(word) && (csrs['satp']! & 0x8000_0000) === 0;
}

/** On QEMU HLVX needs the permission to read instead of the permission to execute. */
function isExecutedLoad(word: number): boolean {
  return isGuestAccess(word) && ((word >>> 20) & 31) === 3;
}

function isFault(cause: number): boolean {
  return [5, 13, 21].includes(cause);
}

/** HLV, HLVX or HSV. */
export function isGuestAccess(word: number): boolean {
  return (word & 0x707f) === 0x4073;
}

const [SPVP, SUM] = [0x100, 0x4_0000];

/** On QEMU, HLV and HSV of the guest's supervisor may access user pages, whatever vsstatus.SUM says. */
function isUserPageOfGuest({ csrs }: TrapLog, { cause }: Origin, word: number): boolean {
  const forbidden = (csrs['hstatus']! & SPVP) !== 0 && (csrs['vsstatus']! & SUM) === 0;
  return isGuestAccess(word) && forbidden && (cause === 13 || cause === 15);
}

/** On QEMU, MPRV does not apply to the page that machine mode executes from: loads and stores there stay machine mode's. */
function isOwnPage(log: TrapLog, from: Origin): boolean {
  return hasModifiedPrivilege(log, from) && (from.tval ^ from.epc) >>> 12 === 0;
}

/** The harness logs the value that mstatus.MPRV had at the trap. */
function hasModifiedPrivilege({ csrs }: TrapLog, { mode }: Origin): boolean {
  return mode === 3 && (csrs['mstatus']! & MPRV) !== 0;
}

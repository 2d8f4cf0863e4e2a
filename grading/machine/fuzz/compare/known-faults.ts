/**
 * Faults of which QEMU 7.2 names another cause than the specification, or which it raises where the specification does
 * not. Each is told exactly; see README.md for the sections.
 */
import type { Outcome, TrapLog } from '../harness/index.js';
import { chain, instructionAt, type Origin } from './origin.js';

/** `cause`: the same trap under another name. `diverges`: from here on the two programs go different ways. */
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
    // Delegated, it has then been renamed once more.
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

/** The same trap, after which the handlers do the same. */
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

/** An atomic memory operation is a load first there. */
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

/** Where PMP forbids what a guest's address leads to, a guest-page fault is raised there. */
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
 * With hgatp off, a pointer in the guest's table may lead where there is no memory: a page fault there. (Other tables of a case
 * have no such pointers; those of a guest lead through the G-stage.)
 */
function isPointerToNowhere({ csrs }: TrapLog, from: Origin, word: number, pair: string): boolean {
  const guests =
    (from.virtual || isGuestAccess(word)) && csrs['hgatp']! < SATP_ON && csrs['vsatp']! >= SATP_ON;
  return guests && ['1,12', '5,13', '7,15'].includes(pair);
}

const SATP_ON = 0x8000_0000;
const WALK = 0x2000; // what mtinst and htinst say of it

/** The G-stage forbids to read an entry of the guest's table: always a load's fault there. */
function isWalkFault(ours: TrapLog, theirs: TrapLog, pair: string): boolean {
  const names = ['mtinst', 'htinst'];
  const both = names.some((name) => ours.csrs[name] === WALK && theirs.csrs[name] === WALK);
  return ['20,21', '23,21'].includes(pair) && both;
}

const [SRET, WFI, SFENCE, HFENCES] = [0x1020_0073, 0x1050_0073, 0x1200_0073, [0x2200_0073, 0x6200_0073]];
const [TVM, TW, TSR] = [0x10_0000, 0x20_0000, 0x40_0000];
const SATP = 0x180;

/** Illegal there alone: WFI in U-mode; and in VS-mode what mstatus.TSR and TVM forbid to HS-mode. */
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

/** Refused here alone: satp in VS-mode by hstatus.VTVM, and hgatp in HS-mode by mstatus.TVM. */
function isRefusedHere({ csrs }: TrapLog, { cause, mode, virtual }: Origin, word: number): boolean {
  if (mode !== 1 || !isCsr(word)) {
    return false;
  }
  const number = word >>> 20;
  return virtual
    ? cause === 22 && number === SATP && (csrs['hstatus']! & VTVM) !== 0
    : cause === 2 && number === HGATP && (csrs['mstatus']! & TVM) !== 0;
}

/** mstatus.TW makes WFI an illegal instruction also in VU-mode. */
function isWaitInGuestUser({ csrs }: TrapLog, { mode, virtual }: Origin, word: number): boolean {
  return mode === 0 && virtual && word === WFI && (csrs['mstatus']! & TW) !== 0;
}

function isCsr(word: number): boolean {
  return (word & 0x7f) === 0x73 && (word & 0x3000) !== 0;
}

/** In VU-mode what a supervisor may do is an illegal instruction there, not a virtual one. */
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
 * While satp is off, a fault of HLV or HSV in the guest's own table is an access fault there. (Of HLVX it may be another fault: it asks
 * for another permission.)
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

/** As a guest by MPRV and MPV: the causes of a page fault, or, while satp is off, of an access fault there. */
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
 * An access fault of HLVX while satp is off, on both machines: there it may be the guest's table that refuses, for want of the
 * permission to read, and here what lies behind it, once the walk has marked the entries.
 */
function isDisguised({ csrs }: TrapLog, { cause }: Origin, word: number): boolean {
  return cause === 5 && isExecutedLoad(word) && (csrs['satp']! & 0x8000_0000) === 0;
}

/** HLVX needs the permission to read there, and not the one to execute. */
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

/** As a guest's supervisor HLV and HSV may access a user's pages there, whatever vsstatus.SUM says. */
function isUserPageOfGuest({ csrs }: TrapLog, { cause }: Origin, word: number): boolean {
  const forbidden = (csrs['hstatus']! & SPVP) !== 0 && (csrs['vsstatus']! & SUM) === 0;
  return isGuestAccess(word) && forbidden && (cause === 13 || cause === 15);
}

/** With MPRV, the page that machine mode executes from is still machine mode's for loads and stores there. */
function isOwnPage(log: TrapLog, from: Origin): boolean {
  return hasModifiedPrivilege(log, from) && (from.tval ^ from.epc) >>> 12 === 0;
}

/** The harness logs mstatus.MPRV as it was at the trap. */
function hasModifiedPrivilege({ csrs }: TrapLog, { mode }: Origin): boolean {
  return mode === 3 && (csrs['mstatus']! & MPRV) !== 0;
}

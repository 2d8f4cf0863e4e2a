/**
 * LR.W, SC.W and the atomic memory operations. Unprivileged specification 20191213, chapter 8.
 *
 * They work on RAM only; any other address is an access fault. One hart runs at a time, and in order, so the bits aq and rl have
 * nothing to do. A fault of an AMO is always a store fault, even if its read faults.
 */
import { Cause, type Mnemonic } from '../isa/index.js';
import { NO_RESERVATION, type Hart } from './hart.js';
import { Access, breakReservations, FAULTED, raiseAccessFault, touch, translate } from '../memory/index.js';

const LR = 0;
const SC = 1;
const FIRST_AMO = 2;

/** The new word in memory, computed from the old word and the register. */
const combine: readonly (readonly [Mnemonic, (old: number, value: number) => number])[] = [
  ['amoswap.w', (_old, value) => value],
  ['amoadd.w', (old, value) => (old + value) | 0],
  ['amoxor.w', (old, value) => old ^ value],
  ['amoand.w', (old, value) => old & value],
  ['amoor.w', (old, value) => old | value],
  ['amomin.w', (old, value) => Math.min(old, value)],
  ['amomax.w', (old, value) => Math.max(old, value)],
  ['amominu.w', (old, value) => (old >>> 0 < value >>> 0 ? old : value)],
  ['amomaxu.w', (old, value) => (old >>> 0 > value >>> 0 ? old : value)],
];

export const atomicOperations: Readonly<Partial<Record<Mnemonic, number>>> = {
  'lr.w': LR,
  'sc.w': SC,
  ...Object.fromEntries(combine.map(([name], index) => [name, FIRST_AMO + index])),
};

/** Returns the value for rd: the old word, or for SC.W 0 on success and 1 on failure. Returns 0 with an exception raised. */
export function atomic(hart: Hart, operation: number, address: number, value: number): number {
  switch (operation) {
    case LR:
      return loadReserved(hart, address);
    case SC:
      return storeConditional(hart, address, value);
    default:
      return readModifyWrite(hart, combine[operation - FIRST_AMO]![1], address, value);
  }
}

function loadReserved(hart: Hart, address: number): number {
  if ((address & 3) !== 0) {
    return hart.raise(Cause.LoadMisaligned, address);
  }
  const physical = locate(hart, address, Access.Load);
  if (physical === FAULTED) {
    return 0;
  }
  hart.reservation = physical;
  return hart.memory.read32(physical) | 0;
}

/** Without a reservation SC.W fails before it translates the address, so it cannot fault. The specification allows both. */
function storeConditional(hart: Hart, address: number, value: number): number {
  if ((address & 3) !== 0) {
    return hart.raise(Cause.StoreMisaligned, address);
  }
  if (hart.reservation === NO_RESERVATION) {
    return 1;
  }
  const physical = locate(hart, address, Access.Store);
  if (physical === FAULTED) {
    return 0;
  }
  const success = physical === hart.reservation;
  hart.reservation = NO_RESERVATION;
  if (success) {
    writeWord(hart, physical, value);
  }
  return success ? 0 : 1;
}

function readModifyWrite(
  hart: Hart,
  combined: (old: number, value: number) => number,
  address: number,
  value: number,
): number {
  if ((address & 3) !== 0) {
    return hart.raise(Cause.StoreMisaligned, address);
  }
  const physical = locate(hart, address, Access.Store);
  if (physical === FAULTED) {
    return 0;
  }
  const old = hart.memory.read32(physical) | 0;
  writeWord(hart, physical, combined(old, value));
  return old;
}

/** Returns the physical address of a word of RAM, or FAULTED with the exception raised. */
function locate(hart: Hart, address: number, access: Access): number {
  hart.lookasides.evict(address);
  const physical = translate(hart, address, access, 4);
  if (physical !== FAULTED && !hart.memory.contains(physical, 4)) {
    raiseAccessFault(hart, address, access);
    return FAULTED;
  }
  if (physical !== FAULTED) {
    touch(hart, physical - hart.memory.base);
  }
  return physical;
}

function writeWord(hart: Hart, physical: number, value: number): void {
  hart.memory.write32(physical, value);
  if (((physical - hart.memory.base - hart.watchOffset) & ~7) === 0) {
    hart.hitWatch();
  }
  if (hart.peersReserve) {
    breakReservations(hart, physical);
  }
}

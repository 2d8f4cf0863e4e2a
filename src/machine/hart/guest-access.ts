/**
 * The instructions of the hypervisor extension: loads and stores that a hypervisor makes as if it were its guest (HLV, HLVX, HSV),
 * and the fences for two-stage translation (HFENCE.VVMA, HFENCE.GVMA). Privileged specification 1.12, section 8.3.
 */
import { Cause, Csr, csrs, type Mnemonic, Mode } from '../isa/index.js';
import { load, store } from './data-access.js';
import { NO_TRAP, type Hart } from './hart.js';
import { guestAccessPath } from '../memory/index.js';

export const guestAccessNames: readonly Mnemonic[] = [
  ...(['hlv.b', 'hlv.bu', 'hlv.h', 'hlv.hu', 'hlv.w', 'hlvx.hu', 'hlvx.wu'] as const),
  ...(['hsv.b', 'hsv.h', 'hsv.w'] as const),
];

/**
 * Executes HLV, HLVX or HSV. Returns the loaded value.
 *
 *   31    28 27 26 25 24   20
 *   0110     width S  rs2          S: a store; else rs2 = 1: unsigned, 3: HLVX
 */
export function guestAccess(hart: Hart, word: number, address: number, value: number): number {
  if (refuse(hart, word)) {
    return 0;
  }
  const width = (word >>> 26) & 3;
  const kind = (word >>> 20) & 31;
  const stores = ((word >>> 25) & 1) !== 0;
  // The access is translated as one of the guest. It does not use or fill a TLB.
  hart.dataPath = guestAccessPath(hart, !stores && kind === EXECUTABLE);
  let result = 0;
  if (stores) {
    store(hart, width, address, value);
  } else {
    result = load(hart, kind !== 0 && width !== WORD ? width | UNSIGNED : width, address);
  }
  leaveGuest(hart);
  return result;
}

const EXECUTABLE = 3;
// Encoded like the widths in data-access.ts.
const WORD = 2;
const UNSIGNED = 4;

/** Raises the exception, and returns true, if this mode may not execute it. hstatus.HU allows it to U-mode. */
function refuse(hart: Hart, word: number): boolean {
  const { mode, virtual, profile } = hart;
  const userMay = (hart.csr.values[Csr.hstatus]! & csrs.HSTATUS_HU) !== 0;
  if (!profile.hypervisor || (!virtual && mode === Mode.User && !userMay)) {
    hart.raise(Cause.IllegalInstruction, word);
    return true;
  }
  if (virtual) {
    hart.raise(Cause.VirtualInstruction, word);
  }
  return virtual;
}

/** After a fault the guest's path stays until the trap is delivered, because GVA must say that the trap value is a guest's address. */
function leaveGuest(hart: Hart): void {
  if (hart.trapCause === NO_TRAP) {
    hart.refreshContext();
  }
}

/** HFENCE.VVMA flushes VS-stage translations, as SFENCE.VMA in the guest would. mstatus.TVM does not forbid it. */
export function hfenceVvma(hart: Hart, word: number): number {
  return fence(hart, word, 0);
}

/** HFENCE.GVMA flushes G-stage translations. mstatus.TVM forbids it to HS-mode. */
export function hfenceGvma(hart: Hart, word: number): number {
  return fence(hart, word, csrs.MSTATUS_TVM);
}

/** Each form flushes everything, which the specification always allows. */
function fence(hart: Hart, word: number, trap: number): number {
  const { mode, virtual, profile } = hart;
  if (profile.hypervisor && virtual) {
    return hart.raise(Cause.VirtualInstruction, word);
  }
  const forbidden = mode === Mode.Supervisor && (hart.csr.values[Csr.mstatus]! & trap) !== 0;
  if (!profile.hypervisor || mode === Mode.User || forbidden) {
    return hart.raise(Cause.IllegalInstruction, word);
  }
  hart.flushTlb();
  hart.needAttention();
  return 0;
}

/**
 * What the hypervisor extension adds to traps: a third level of delegation, and the record of which guest they came from.
 * Privileged specification 1.12, sections 8.2.2 (hedeleg, hideleg), 8.2.1 and 8.4.1 (SPV, SPVP, MPV, GVA), 8.2.8 (htval),
 * 8.6.2 (trap entry) and 8.6.4 (trap return).
 */
import { Cause, Csr, csrs, dataAccessCauses, fetchCauses, isInterrupt, Mode } from '../isa/index.js';
import type { Hart } from './hart.js';
import { transformedInstruction } from './transformed-instruction.js';

/** Does the guest's own supervisor get a trap that supervisor level gets? */
export function isDelegatedToGuest(hart: Hart, cause: number): boolean {
  const register = isInterrupt(cause) ? Csr.hideleg : Csr.hedeleg;
  return hart.virtual && (hart.csr.values[register]! & (1 << (cause & 31))) !== 0;
}

/** What the handler of a trap is told beside cause and trap value. */
export interface GuestRecord {
  /** Is the trap value an address as the guest numbers it (GVA)? */
  readonly hasGuestAddress: boolean;
  /** Of a guest-page fault the guest-physical address, which has 34 bits; else 0. */
  readonly guestPhysical: number;
  /** The instruction in the form of section 8.6.3; 0: nothing is told. */
  readonly instruction: number;
}

/** The record of a trap that the hart is about to take. */
export function guestRecord(hart: Hart, cause: number, value: number): GuestRecord {
  const fault = guestPageFaults.has(cause) ? hart.guestFault : undefined;
  const hasGuestAddress = isGuestAddress(hart, cause);
  const instruction = fault?.pseudoinstruction || transformedInstruction(hart, cause, value);
  return { hasGuestAddress, guestPhysical: fault?.guestPhysical ?? 0, instruction };
}

/** Writes it, and from where the trap comes, for the handler of mode `to` (HS or M). */
export function recordGuest(
  hart: Hart,
  { hasGuestAddress, guestPhysical, instruction }: GuestRecord,
  to: number,
): void {
  const { virtual, mode } = hart;
  const { values } = hart.csr;
  const address = Math.floor(guestPhysical / 4);
  if (to === Mode.Machine) {
    const fields = (virtual ? csrs.MSTATUSH_MPV : 0) | (hasGuestAddress ? csrs.MSTATUSH_GVA : 0);
    values[Csr.mstatush] = (values[Csr.mstatush]! & ~(csrs.MSTATUSH_MPV | csrs.MSTATUSH_GVA)) | fields;
    values[Csr.mtval2] = address;
    values[Csr.mtinst] = instruction;
    return;
  }
  let status = values[Csr.hstatus]! & ~(csrs.HSTATUS_SPV | csrs.HSTATUS_GVA);
  if (virtual) {
    status &= ~csrs.HSTATUS_SPVP;
    status |= csrs.HSTATUS_SPV | (mode === Mode.Supervisor ? csrs.HSTATUS_SPVP : 0);
  }
  values[Csr.hstatus] = status | (hasGuestAddress ? csrs.HSTATUS_GVA : 0);
  values[Csr.htval] = address;
  values[Csr.htinst] = instruction;
}

/** Is a guest resumed by MRET (`machine`) or SRET? Its record is taken back. */
export function popGuest(hart: Hart, machine: boolean, to: number): boolean {
  if (hart.virtual || !hart.profile.hypervisor) {
    return hart.virtual;
  }
  const { values } = hart.csr;
  const [register, bit] = machine ? [Csr.mstatush, csrs.MSTATUSH_MPV] : [Csr.hstatus, csrs.HSTATUS_SPV];
  const guest = (values[register]! & bit) !== 0;
  values[register]! &= ~bit;
  return guest && to !== Mode.Machine;
}

/** Is the trap value an address as the guest numbers it? Data accesses may be a guest's while it does not run (HLV, MPRV). */
function isGuestAddress(hart: Hart, cause: number): boolean {
  const ofCode = fetchCauses.has(cause) || cause === Cause.Breakpoint;
  return (ofCode && hart.virtual) || (dataAccessCauses.has(cause) && hart.dataPath.virtual);
}

const guestPageFaults: ReadonlySet<number> = new Set([
  Cause.InstructionGuestPageFault,
  Cause.LoadGuestPageFault,
  Cause.StoreGuestPageFault,
]);

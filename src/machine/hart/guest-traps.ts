/**
 * What the hypervisor extension adds to traps: delegation to VS-mode, and a record that tells the hypervisor where the trap came
 * from.
 * Privileged specification 1.12, sections 8.2.2 (hedeleg, hideleg), 8.2.1 and 8.4.1 (SPV, SPVP, MPV, GVA), 8.2.8 (htval),
 * 8.6.2 (trap entry) and 8.6.4 (trap return).
 */
import { Cause, Csr, csrs, dataAccessCauses, fetchCauses, isInterrupt, Mode } from '../isa/index.js';
import type { Hart } from './hart.js';
import { transformedInstruction } from './transformed-instruction.js';

/** Is a trap that goes to supervisor level delegated further to VS-mode? */
export function isDelegatedToGuest(hart: Hart, cause: number): boolean {
  const register = isInterrupt(cause) ? Csr.hideleg : Csr.hedeleg;
  return hart.virtual && (hart.csr.values[register]! & (1 << (cause & 31))) !== 0;
}

/** What the handler learns about a trap in addition to its cause and trap value. */
export interface GuestRecord {
  /** Is the trap value a guest-virtual address (GVA)? */
  readonly hasGuestAddress: boolean;
  /** For a guest-page fault the guest-physical address (34 bits), otherwise 0. */
  readonly guestPhysical: number;
  /** The transformed instruction, or a pseudoinstruction (section 8.6.3); 0 means no information. */
  readonly instruction: number;
}

/** The record of a trap that the hart is about to take. */
export function guestRecord(hart: Hart, cause: number, value: number): GuestRecord {
  const fault = guestPageFaults.has(cause) ? hart.guestFault : undefined;
  const hasGuestAddress = isGuestAddress(hart, cause);
  const instruction = fault?.pseudoinstruction || transformedInstruction(hart, cause, value);
  return { hasGuestAddress, guestPhysical: fault?.guestPhysical ?? 0, instruction };
}

/** Writes the record, and the mode that trapped, to the CSRs of the handler's mode `to` (HS or M). */
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

/** Does this MRET (`machine`) or SRET return to a guest? Clears the bit that says so: MPV or SPV. */
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

/** Is the trap value a guest-virtual address? A data access can have one even if no guest runs (HLV, HSV, MPRV). */
function isGuestAddress(hart: Hart, cause: number): boolean {
  const ofCode = fetchCauses.has(cause) || cause === Cause.Breakpoint;
  return (ofCode && hart.virtual) || (dataAccessCauses.has(cause) && hart.dataPath.virtual);
}

const guestPageFaults: ReadonlySet<number> = new Set([
  Cause.InstructionGuestPageFault,
  Cause.LoadGuestPageFault,
  Cause.StoreGuestPageFault,
]);

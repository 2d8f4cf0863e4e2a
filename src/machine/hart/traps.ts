/**
 * Traps: delegation, trap entry, trap return, and which interrupt is taken next.
 * Privileged specification 1.12, sections 3.1.6.1 (the interrupt-enable stack), 3.1.7 (vectors), 3.1.8 (delegation),
 * 3.1.9 (interrupts) and 3.3.2 (MRET, SRET). What the hypervisor extension adds is in guest-traps.ts.
 */
import { CAUSE_INTERRUPT, Csr, csrs, isInterrupt, Mode } from '../isa/index.js';
import { guestRecord, isDelegatedToGuest, popGuest, recordGuest } from './guest-traps.js';
import type { Hart } from './hart.js';

/** The mode that handles this trap: S if the trap is delegated and the hart is not in M-mode, otherwise M. */
export function trapTarget(hart: Hart, cause: number): number {
  const register = isInterrupt(cause) ? Csr.mideleg : Csr.medeleg;
  const delegated = (hart.csr.values[register]! & (1 << (cause & 31))) !== 0;
  return delegated && hart.mode <= Mode.Supervisor ? Mode.Supervisor : Mode.Machine;
}

/** Does VS-mode handle this trap? `to` is the result of trapTarget. */
export function entersGuest(hart: Hart, cause: number, to: number): boolean {
  return to === Mode.Supervisor && isDelegatedToGuest(hart, cause);
}

/**
 * Enters the handler of mode `to`; if the trap is delegated further to VS-mode, the handler of the guest. hart.pc must be the
 * address of the interrupted instruction.
 */
export function enterTrap(hart: Hart, cause: number, value: number, to: number): void {
  const { values } = hart.csr;
  const toGuest = entersGuest(hart, cause, to);
  const registers = toGuest ? guestRegisters : to === Mode.Machine ? machineRegisters : supervisorRegisters;
  // A guest sees its interrupts under the numbers that a supervisor without a hypervisor would see.
  const seen = toGuest && isInterrupt(cause) ? cause - 1 : cause;
  values[registers.epc] = hart.pc;
  values[registers.cause] = seen;
  values[registers.tval] = value;
  if (hart.profile.hypervisor && !toGuest) {
    recordGuest(hart, guestRecord(hart, cause, value), to);
  }
  const status = values[registers.status]!;
  values[registers.status] =
    to === Mode.Machine ? pushMachine(status, hart.mode) : pushSupervisor(status, hart.mode);
  changeMode(hart, to, toGuest);
  const vector = values[registers.vector]!;
  const vectored = (vector & 1) !== 0 && isInterrupt(cause);
  hart.pc = (vector & ~3) + (vectored ? 4 * (seen & 31) : 0);
}

/**
 * MRET (`from` M) or SRET (`from` S, or VS while a guest runs): restores the mode, the interrupt enable and the address from
 * before the trap.
 */
export function returnFromTrap(hart: Hart, from: number): void {
  const { values } = hart.csr;
  const machine = from === Mode.Machine;
  const registers = machine ? machineRegisters : hart.virtual ? guestRegisters : supervisorRegisters;
  const status = values[registers.status]!;
  const to = machine ? (status & csrs.MSTATUS_MPP) >>> 11 : (status & csrs.MSTATUS_SPP) >>> 8;
  values[registers.status] = machine ? popMachine(status) : popSupervisor(status);
  if (to !== Mode.Machine) {
    values[Csr.mstatus]! &= ~csrs.MSTATUS_MPRV;
  }
  hart.next = values[registers.epc]! | 0;
  changeMode(hart, to, popGuest(hart, machine, to));
  hart.needAttention();
}

/** Returns the cause of the interrupt to take before the next instruction; undefined if there is none. */
export function nextInterrupt(hart: Hart): number | undefined {
  const { csr, mode, virtual } = hart;
  const { values } = csr;
  const pending = pendingInterrupts(hart) & values[Csr.mie]!;
  if (pending === 0) {
    return undefined;
  }
  const delegated = values[Csr.mideleg]!;
  const toGuest = delegated & values[Csr.hideleg]!;
  const enabled = (at: number, status: number, bit: number) =>
    mode < at || (mode === at && (values[status]! & bit) !== 0);
  let taken: number | undefined;
  if (enabled(Mode.Machine, Csr.mstatus, csrs.MSTATUS_MIE)) {
    taken = highest(pending & ~delegated);
  }
  if (taken === undefined && (virtual || enabled(Mode.Supervisor, Csr.mstatus, csrs.MSTATUS_SIE))) {
    taken = highest(pending & delegated & ~toGuest);
  }
  if (taken === undefined && virtual && enabled(Mode.Supervisor, Csr.vsstatus, csrs.SSTATUS_SIE)) {
    taken = highest(pending & toGuest);
  }
  return taken === undefined ? undefined : CAUSE_INTERRUPT + taken;
}

/** The value of mip when it is read. */
export function pendingInterrupts({ csr }: Hart): number {
  return csr.values[Csr.mip]! | csr.supervisorLine;
}

/** Interrupts by priority, the highest first (section 3.1.9). */
const priority = [
  csrs.IRQ_M_EXTERNAL,
  csrs.IRQ_M_SOFTWARE,
  csrs.IRQ_M_TIMER,
  csrs.IRQ_S_EXTERNAL,
  csrs.IRQ_S_SOFTWARE,
  csrs.IRQ_S_TIMER,
  csrs.IRQ_VS_EXTERNAL,
  csrs.IRQ_VS_SOFTWARE,
  csrs.IRQ_VS_TIMER,
];

function highest(pending: number): number | undefined {
  return priority.find((number) => (pending & (1 << number)) !== 0);
}

const machineRegisters = {
  epc: Csr.mepc,
  cause: Csr.mcause,
  tval: Csr.mtval,
  vector: Csr.mtvec,
  status: Csr.mstatus,
};
const supervisorRegisters = {
  epc: Csr.sepc,
  cause: Csr.scause,
  tval: Csr.stval,
  vector: Csr.stvec,
  status: Csr.mstatus,
};
const guestRegisters = {
  epc: Csr.vsepc,
  cause: Csr.vscause,
  tval: Csr.vstval,
  vector: Csr.vstvec,
  status: Csr.vsstatus,
};

/** Changes the mode. This also ends a reservation, because SC.W must not succeed after the LR.W of another program. */
function changeMode(hart: Hart, to: number, virtual: boolean): void {
  const { mode: from, virtual: fromVirtual } = hart;
  hart.clearReservation();
  hart.mode = to;
  hart.virtual = virtual;
  if (from !== to || fromVirtual !== virtual) {
    hart.trace?.({ kind: 'mode', from, fromVirtual, to, toVirtual: virtual });
  }
}

// The interrupt-enable stack. Push: xPIE = xIE, xIE = 0, xPP = the mode. Pop: xIE = xPIE, xPIE = 1, xPP = U.
function pushMachine(status: number, mode: number): number {
  const enabled = status & csrs.MSTATUS_MIE ? csrs.MSTATUS_MPIE : 0;
  return (status & ~(csrs.MSTATUS_MIE | csrs.MSTATUS_MPIE | csrs.MSTATUS_MPP)) | enabled | (mode << 11);
}

function pushSupervisor(status: number, mode: number): number {
  const enabled = status & csrs.MSTATUS_SIE ? csrs.MSTATUS_SPIE : 0;
  return (status & ~(csrs.MSTATUS_SIE | csrs.MSTATUS_SPIE | csrs.MSTATUS_SPP)) | enabled | (mode << 8);
}

function popMachine(status: number): number {
  const enabled = status & csrs.MSTATUS_MPIE ? csrs.MSTATUS_MIE : 0;
  return (status & ~(csrs.MSTATUS_MIE | csrs.MSTATUS_MPP)) | enabled | csrs.MSTATUS_MPIE;
}

function popSupervisor(status: number): number {
  const enabled = status & csrs.MSTATUS_SPIE ? csrs.MSTATUS_SIE : 0;
  return (status & ~(csrs.MSTATUS_SIE | csrs.MSTATUS_SPP)) | enabled | csrs.MSTATUS_SPIE;
}

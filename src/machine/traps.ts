/**
 * Entering and leaving trap handlers, delegation, and which interrupt is next.
 * Privileged specification 1.12, sections 3.1.6.1 (the interrupt-enable stack), 3.1.7 (vectors), 3.1.8 (delegation),
 * 3.1.9 (interrupts) and 3.3.2 (MRET, SRET).
 */
import { CAUSE_INTERRUPT } from './causes.js';
import * as csrs from './csrs.js';
import { Csr } from './csrs.js';
import type { Hart } from './hart.js';
import { Mode } from './modes.js';

/** The mode whose handler gets this trap: S if it is delegated and the hart is not above S, else M. */
export function trapTarget(hart: Hart, cause: number): number {
  const register = isInterrupt(cause) ? Csr.mideleg : Csr.medeleg;
  const delegated = (hart.csr.values[register]! & (1 << (cause & 31))) !== 0;
  return delegated && hart.mode <= Mode.Supervisor ? Mode.Supervisor : Mode.Machine;
}

/** The hart enters the handler of mode `to`: hart.pc is the address that the trap interrupts. */
export function enterTrap(hart: Hart, cause: number, value: number, to: number): void {
  const { values } = hart.csr;
  const registers = to === Mode.Machine ? machineRegisters : supervisorRegisters;
  values[registers.epc] = hart.pc;
  values[registers.cause] = cause;
  values[registers.tval] = value;
  const status = values[Csr.mstatus]!;
  values[Csr.mstatus] =
    to === Mode.Machine ? pushMachine(status, hart.mode) : pushSupervisor(status, hart.mode);
  changeMode(hart, to);
  const vector = values[registers.vector]!;
  const vectored = (vector & 1) !== 0 && isInterrupt(cause);
  hart.pc = (vector & ~3) + (vectored ? 4 * (cause & 31) : 0);
}

/** MRET (`from` M) or SRET (`from` S): back to the mode, the interrupt state and the address before the trap. */
export function returnFromTrap(hart: Hart, from: number): void {
  const { values } = hart.csr;
  const status = values[Csr.mstatus]!;
  const machine = from === Mode.Machine;
  const to = machine ? (status & csrs.MSTATUS_MPP) >>> 11 : (status & csrs.MSTATUS_SPP) >>> 8;
  const popped = machine ? popMachine(status) : popSupervisor(status);
  values[Csr.mstatus] = to === Mode.Machine ? popped : popped & ~csrs.MSTATUS_MPRV;
  hart.next = values[machine ? Csr.mepc : Csr.sepc]! | 0;
  changeMode(hart, to);
  hart.needAttention();
}

/** The cause of the interrupt to take before the next instruction; undefined: none. */
export function nextInterrupt(hart: Hart): number | undefined {
  const { values } = hart.csr;
  const pending = pendingInterrupts(hart) & values[Csr.mie]!;
  if (pending === 0) {
    return undefined;
  }
  const status = values[Csr.mstatus]!;
  const { mode } = hart;
  const delegated = values[Csr.mideleg]!;
  if (mode < Mode.Machine || (status & csrs.MSTATUS_MIE) !== 0) {
    const number = highest(pending & ~delegated);
    if (number !== undefined) {
      return CAUSE_INTERRUPT + number;
    }
  }
  if (mode < Mode.Supervisor || (mode === Mode.Supervisor && (status & csrs.MSTATUS_SIE) !== 0)) {
    const number = highest(pending & delegated);
    return number === undefined ? undefined : CAUSE_INTERRUPT + number;
  }
  return undefined;
}

/** mip, as it is read. */
export function pendingInterrupts({ csr }: Hart): number {
  return csr.values[Csr.mip]! | csr.supervisorLine;
}

export function isInterrupt(cause: number): boolean {
  return cause >= CAUSE_INTERRUPT;
}

/** From the most urgent on (section 3.1.9). */
const priority = [
  csrs.IRQ_M_EXTERNAL,
  csrs.IRQ_M_SOFTWARE,
  csrs.IRQ_M_TIMER,
  csrs.IRQ_S_EXTERNAL,
  csrs.IRQ_S_SOFTWARE,
  csrs.IRQ_S_TIMER,
];

function highest(pending: number): number | undefined {
  return priority.find((number) => (pending & (1 << number)) !== 0);
}

const machineRegisters = { epc: Csr.mepc, cause: Csr.mcause, tval: Csr.mtval, vector: Csr.mtvec };
const supervisorRegisters = { epc: Csr.sepc, cause: Csr.scause, tval: Csr.stval, vector: Csr.stvec };

/** A change of mode also ends a reservation: SC.W must not pair with another program's LR.W. */
function changeMode(hart: Hart, to: number): void {
  const from = hart.mode;
  hart.clearReservation();
  hart.mode = to;
  if (from !== to) {
    hart.trace?.({ kind: 'mode', from, to });
  }
}

// xIE moves to xPIE and is cleared; xPP remembers the mode. And back.
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

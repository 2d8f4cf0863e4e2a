/**
 * What the hardware does to a hart when it traps into S-mode, done to a vCPU.
 * Privileged specification 1.12, sections 4.1.1 (sstatus), 4.1.2 (stvec), 4.1.7 (sepc) and 4.1.8 (scause).
 */
import { CAUSE_INTERRUPT, Csr, Mode, SSTATUS_SIE, SSTATUS_SPIE, SSTATUS_SPP } from '../../machine/index.js';
import type { Vcpu } from './vcpu.js';

const STVEC_MODE = 3;
const STVEC_VECTORED = 1;

/** A trap into the guest's kernel: `cause` as scause shows it (bit 31 is set for an interrupt), `tval` for stval. */
export function enterTrap(vcpu: Vcpu, cause: number, tval: number): void {
  vcpu.tellTrap(cause, tval);
  vcpu.writeCsr(Csr.sepc, vcpu.pc);
  vcpu.writeCsr(Csr.scause, cause);
  vcpu.writeCsr(Csr.stval, tval);

  // SPP keeps the mode and SPIE keeps SIE. SIE is off until the handler sets it, or until SRET copies SPIE back.
  let sstatus = vcpu.readCsr(Csr.sstatus) & ~(SSTATUS_SPP | SSTATUS_SPIE);
  if (vcpu.mode === Mode.Supervisor) {
    sstatus |= SSTATUS_SPP;
  }
  if (sstatus & SSTATUS_SIE) {
    sstatus |= SSTATUS_SPIE;
  }
  vcpu.writeCsr(Csr.sstatus, sstatus & ~SSTATUS_SIE);

  vcpu.mode = Mode.Supervisor;
  vcpu.pc = handlerAddress(vcpu.readCsr(Csr.stvec), cause >>> 0);
}

/** Vectored mode: each interrupt has its own handler address. All exceptions go to the base. */
function handlerAddress(stvec: number, cause: number): number {
  const base = (stvec & ~STVEC_MODE) >>> 0;
  const interrupt = cause >= CAUSE_INTERRUPT;
  if ((stvec & STVEC_MODE) !== STVEC_VECTORED || !interrupt) {
    return base;
  }
  return (base + 4 * (cause - CAUSE_INTERRUPT)) >>> 0;
}

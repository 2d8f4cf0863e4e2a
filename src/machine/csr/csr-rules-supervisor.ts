/** The CSRs of supervisor mode. Privileged specification 1.12, section 4.1. */
import { ALIGNED, ANY, FIOM, stored, trapVector, view, type CsrRow, type CsrState } from './csr-rule.js';
import { Csr, csrs } from '../isa/index.js';

const S_SOFTWARE = 1 << csrs.IRQ_S_SOFTWARE;

export const supervisorRows: readonly CsrRow[] = [
  [Csr.sstatus, view(Csr.mstatus, () => csrs.SSTATUS_MASK)],
  [Csr.sie, view(Csr.mie, delegated)],
  [Csr.sip, view(Csr.mip, delegated, (state) => delegated(state) & S_SOFTWARE)],
  [Csr.stvec, { legalise: trapVector }],
  [Csr.scounteren, stored(csrs.COUNTER_ENABLES)],
  [Csr.senvcfg, stored(FIOM)],
  [Csr.sscratch, stored(ANY)],
  [Csr.sepc, stored(ALIGNED)],
  [Csr.scause, stored(ANY)],
  [Csr.stval, stored(ANY)],
  [Csr.satp, stored(ANY)], // all bits of MODE, ASID and PPN are implemented
];

/** The interrupts that S-mode sees: those that are delegated to it (section 4.1.3). VS-level interrupts are in hip and hie. */
function delegated(state: CsrState): number {
  return state.values[Csr.mideleg]! & csrs.S_INTERRUPTS;
}

/** The CSRs of machine mode. Privileged specification 1.12, section 3.1; with the hypervisor extension, section 8.4. */
import { ALIGNED, ANY, FIOM, fixed, hardWiredToZero, stored, trapVector, type CsrRow } from './csr-rule.js';
import { Csr, csrs } from '../isa/index.js';

const MSTATUS_WRITABLE =
  csrs.SSTATUS_MASK |
  csrs.MSTATUS_MIE |
  csrs.MSTATUS_MPIE |
  csrs.MSTATUS_MPP |
  csrs.MSTATUS_MPRV |
  csrs.MSTATUS_TVM |
  csrs.MSTATUS_TW |
  csrs.MSTATUS_TSR;

// Every exception that a mode below M can raise; never the call from M-mode (section 3.1.8).
const DELEGATABLE = 0xb3ff;
// Calls from VS-mode, guest-page faults and virtual instructions (sections 8.5.2 and 8.6.1).
const GUEST_DELEGATABLE = (1 << 10) | (1 << 20) | (1 << 21) | (1 << 22) | (1 << 23);
const M_INTERRUPTS =
  (1 << csrs.IRQ_M_SOFTWARE) | (1 << csrs.IRQ_M_TIMER) | (1 << csrs.IRQ_M_EXTERNAL) | csrs.S_INTERRUPTS;
const VS_SOFTWARE = 1 << csrs.IRQ_VS_SOFTWARE;

// MXL = 1 (32 bits), extensions A, C, I, M and the modes S and U (section 3.1.1). None can be switched off.
const MISA = (1 << 30) | (1 << 0) | (1 << 2) | (1 << 8) | (1 << 12) | (1 << 18) | (1 << 20);
const MISA_H = 1 << 7;

export function machineRows(hypervisor: boolean): readonly CsrRow[] {
  const guest = (bits: number) => (hypervisor ? bits : 0);
  return [
    [Csr.mstatus, { legalise: machineStatus }],
    // Little-endian in every mode; with guests, where the last trap came from.
    [Csr.mstatush, stored(guest(csrs.MSTATUSH_GVA | csrs.MSTATUSH_MPV))],
    [Csr.misa, fixed(MISA | guest(MISA_H))],
    [Csr.medeleg, stored(DELEGATABLE | guest(GUEST_DELEGATABLE))],
    // The guests' interrupts are never machine mode's own (section 8.4.2).
    [Csr.mideleg, { reset: guest(csrs.VS_INTERRUPTS), ...stored(csrs.S_INTERRUPTS) }],
    [Csr.mie, stored(M_INTERRUPTS | guest(csrs.VS_INTERRUPTS))],
    // The machine-level bits show devices' lines.
    [
      Csr.mip,
      {
        ...stored(csrs.S_INTERRUPTS | guest(VS_SOFTWARE)),
        read: (state) => state.values[Csr.mip]! | state.supervisorLine,
      },
    ],
    [Csr.mtvec, { legalise: trapVector }],
    [Csr.mcounteren, stored(csrs.COUNTER_ENABLES)],
    [Csr.menvcfg, stored(FIOM)],
    [Csr.menvcfgh, fixed(0)],
    [Csr.mscratch, stored(ANY)],
    [Csr.mepc, stored(ALIGNED)],
    [Csr.mcause, stored(ANY)],
    [Csr.mtval, stored(ANY)],
    // No triggers: tselect stays 0, where tdata1 says type 0, "no trigger here" (debug specification 0.13, section 5.2).
    ...[Csr.tselect, Csr.tdata1, Csr.tdata2, Csr.tdata3].map(hardWiredToZero),
    ...[Csr.mvendorid, Csr.marchid, Csr.mimpid, Csr.mhartid, Csr.mconfigptr].map(hardWiredToZero),
  ];
}

/** MPP = 2 is no mode: user mode takes its place, as on Spike and in Sail's model (section 3.1.6.1 leaves it open). */
function machineStatus(value: number, old: number): number {
  const reservedMode = (value & csrs.MSTATUS_MPP) === 2 << 11;
  const legal = reservedMode ? value & ~csrs.MSTATUS_MPP : value;
  return (legal & MSTATUS_WRITABLE) | (old & ~MSTATUS_WRITABLE);
}

/** The CSRs of machine mode. Privileged specification 1.12, section 3.1, and section 8.4 for the hypervisor extension. */
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

// All exceptions that a mode below M can raise, so not ECALL from M-mode (section 3.1.8).
const DELEGATABLE = 0xb3ff;
// ECALL from VS-mode, guest-page faults and virtual instructions (sections 8.5.2 and 8.6.1).
const GUEST_DELEGATABLE = (1 << 10) | (1 << 20) | (1 << 21) | (1 << 22) | (1 << 23);
const M_INTERRUPTS =
  (1 << csrs.IRQ_M_SOFTWARE) | (1 << csrs.IRQ_M_TIMER) | (1 << csrs.IRQ_M_EXTERNAL) | csrs.S_INTERRUPTS;
const VS_SOFTWARE = 1 << csrs.IRQ_VS_SOFTWARE;

// MXL = 1 (32 bits), the extensions A, C, I and M, and the modes S and U (section 3.1.1). None can be turned off.
const MISA = (1 << 30) | (1 << 0) | (1 << 2) | (1 << 8) | (1 << 12) | (1 << 18) | (1 << 20);
const MISA_H = 1 << 7;

export function machineRows(hypervisor: boolean): readonly CsrRow[] {
  const guest = (bits: number) => (hypervisor ? bits : 0);
  return [
    [Csr.mstatus, { legalise: machineStatus }],
    // MBE and SBE are zero: little-endian. With the hypervisor extension it says where the last trap came from.
    [Csr.mstatush, stored(guest(csrs.MSTATUSH_GVA | csrs.MSTATUSH_MPV))],
    [Csr.misa, fixed(MISA | guest(MISA_H))],
    [Csr.medeleg, stored(DELEGATABLE | guest(GUEST_DELEGATABLE))],
    // VS-level interrupts are always delegated, because machine mode does not handle them (section 8.4.2).
    [Csr.mideleg, { reset: guest(csrs.VS_INTERRUPTS), ...stored(csrs.S_INTERRUPTS) }],
    [Csr.mie, stored(M_INTERRUPTS | guest(csrs.VS_INTERRUPTS))],
    // The machine-level bits are read-only: they show the lines of devices.
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
    // There are no triggers. tselect stays 0, and tdata1 has type 0: "no trigger here" (debug specification 0.13, section 5.2).
    ...[Csr.tselect, Csr.tdata1, Csr.tdata2, Csr.tdata3].map(hardWiredToZero),
    ...[Csr.mvendorid, Csr.marchid, Csr.mimpid, Csr.mhartid, Csr.mconfigptr].map(hardWiredToZero),
  ];
}

/** The rule of mstatus. MPP = 2 is not a mode. It becomes user mode, as on Spike and in Sail's model; section 3.1.6.1 allows it. */
function machineStatus(value: number, old: number): number {
  const reservedMode = (value & csrs.MSTATUS_MPP) === 2 << 11;
  const legal = reservedMode ? value & ~csrs.MSTATUS_MPP : value;
  return (legal & MSTATUS_WRITABLE) | (old & ~MSTATUS_WRITABLE);
}

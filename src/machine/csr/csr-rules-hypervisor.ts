/**
 * The CSRs of the hypervisor extension. With the h* registers HS-mode controls its guest. The vs* registers are the supervisor
 * registers of the guest: while a guest runs, the s* numbers mean them. Privileged specification 1.12, sections 8.2 and 8.4.
 */
import {
  ALIGNED,
  ANY,
  FIOM,
  fixed,
  stored,
  trapVector,
  view,
  type CsrRow,
  type CsrState,
} from './csr-rule.js';
import { Csr, csrs } from '../isa/index.js';

const HSTATUS_WRITABLE =
  csrs.HSTATUS_GVA |
  csrs.HSTATUS_SPV |
  csrs.HSTATUS_SPVP |
  csrs.HSTATUS_HU |
  csrs.HSTATUS_VTVM |
  csrs.HSTATUS_VTW |
  csrs.HSTATUS_VTSR;
// The exceptions that may be delegated to VS-mode: not ECALL from S-mode and above, and not the exceptions of the G-stage.
const GUEST_DELEGATABLE = 0xb1ff;
// MODE is bit 31, VMID bits 28 to 22, PPN bits 21 to 0. The low two bits of PPN are zero, because the root table has 16 KiB.
const HGATP_WRITABLE = 0x9fff_fffc;
const VS_SOFTWARE = 1 << csrs.IRQ_VS_SOFTWARE;
const guests = () => csrs.VS_INTERRUPTS;

export const hypervisorRows: readonly CsrRow[] = [
  [Csr.hstatus, stored(HSTATUS_WRITABLE)], // VGEIN is zero: there are no guest external interrupts
  [Csr.hedeleg, stored(GUEST_DELEGATABLE)],
  [Csr.hideleg, stored(csrs.VS_INTERRUPTS)],
  [Csr.hie, view(Csr.mie, guests)],
  [Csr.hip, view(Csr.mip, guests, () => VS_SOFTWARE)], // the other bits can be written only in hvip
  [Csr.hvip, view(Csr.mip, guests)],
  [Csr.hcounteren, stored(csrs.COUNTER_ENABLES)],
  [Csr.hgeie, fixed(0)],
  [Csr.hgeip, fixed(0)],
  [Csr.htimedelta, stored(ANY)],
  [Csr.htimedeltah, stored(ANY)],
  [Csr.htval, stored(ANY)],
  [Csr.htinst, stored(ANY)],
  [Csr.henvcfg, stored(FIOM)],
  [Csr.henvcfgh, fixed(0)],
  [Csr.hgatp, stored(HGATP_WRITABLE)],
  [Csr.mtinst, stored(ANY)],
  [Csr.mtval2, stored(ANY)],

  [Csr.vsstatus, stored(csrs.SSTATUS_MASK)],
  [Csr.vsie, guestView(Csr.mie, guests)],
  [Csr.vsip, guestView(Csr.mip, () => VS_SOFTWARE)],
  [Csr.vstvec, { legalise: trapVector }],
  [Csr.vsscratch, stored(ANY)],
  [Csr.vsepc, stored(ALIGNED)],
  [Csr.vscause, stored(ANY)],
  [Csr.vstval, stored(ANY)],
  [Csr.vsatp, stored(ANY)],
];

/** The delegated VS-level interrupts, at the places of the supervisor interrupts: one bit lower (section 8.2.12). */
function guestView(of: number, writable: () => number) {
  const delegated = (state: CsrState) => state.values[Csr.hideleg]!;
  const shifted = view(of, delegated, (state) => delegated(state) & writable());
  return {
    read: (state: CsrState) => shifted.read!(state) >>> 1,
    write: (state: CsrState, value: number) => shifted.write!(state, (value << 1) >>> 0, 0),
  };
}

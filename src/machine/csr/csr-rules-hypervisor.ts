/**
 * The CSRs of the hypervisor extension: what HS-mode governs guests with (h*), and the guests' own supervisor registers
 * (vs*), which the names s* mean while a guest runs. Privileged specification 1.12, sections 8.2 and 8.4.
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
// What a guest's kernel can handle by itself: no calls from S-mode and above, nothing that is about the second stage.
const GUEST_DELEGATABLE = 0xb1ff;
// MODE [31], VMID [28:22], PPN [21:0], whose low two bits are zero: the root table has 16 KiB.
const HGATP_WRITABLE = 0x9fff_fffc;
const VS_SOFTWARE = 1 << csrs.IRQ_VS_SOFTWARE;
const guests = () => csrs.VS_INTERRUPTS;

export const hypervisorRows: readonly CsrRow[] = [
  [Csr.hstatus, stored(HSTATUS_WRITABLE)], // VGEIN is zero: there are no guest external interrupts
  [Csr.hedeleg, stored(GUEST_DELEGATABLE)],
  [Csr.hideleg, stored(csrs.VS_INTERRUPTS)],
  [Csr.hie, view(Csr.mie, guests)],
  [Csr.hip, view(Csr.mip, guests, () => VS_SOFTWARE)], // the others are cleared in hvip
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

/** The guest's interrupts where it sees supervisor interrupts, one bit lower; only the delegated ones (section 8.2.12). */
function guestView(of: number, writable: () => number) {
  const delegated = (state: CsrState) => state.values[Csr.hideleg]!;
  const shifted = view(of, delegated, (state) => delegated(state) & writable());
  return {
    read: (state: CsrState) => shifted.read!(state) >>> 1,
    write: (state: CsrState, value: number) => shifted.write!(state, (value << 1) >>> 0, 0),
  };
}

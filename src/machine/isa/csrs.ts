/**
 * The numbers of the control and status registers, and the bits inside them.
 * Privileged specification 1.12, tables 2.2 to 2.6; chapters 3 (machine), 4 (supervisor) and 8 (hypervisor).
 *
 * A CSR's number says who may touch it: bits [9:8] are the lowest mode that may (0 U, 1 S, 2 HS, 3 M),
 * and bits [11:10] = 3 mean read-only (section 2.1).
 */
import { hex } from './hex.js';

export const Csr = {
  // Counters that a lower mode may read when the mode above lets it (mcounteren, scounteren).
  cycle: 0xc00,
  time: 0xc01,
  instret: 0xc02,
  cycleh: 0xc80,
  timeh: 0xc81,
  instreth: 0xc82,

  // Supervisor.
  sstatus: 0x100,
  sie: 0x104,
  stvec: 0x105,
  scounteren: 0x106,
  senvcfg: 0x10a,
  sscratch: 0x140,
  sepc: 0x141,
  scause: 0x142,
  stval: 0x143,
  sip: 0x144,
  satp: 0x180,

  // Hypervisor, and the guests' supervisor (profile `assisted`).
  vsstatus: 0x200,
  vsie: 0x204,
  vstvec: 0x205,
  vsscratch: 0x240,
  vsepc: 0x241,
  vscause: 0x242,
  vstval: 0x243,
  vsip: 0x244,
  vsatp: 0x280,
  hstatus: 0x600,
  hedeleg: 0x602,
  hideleg: 0x603,
  hie: 0x604,
  htimedelta: 0x605,
  hcounteren: 0x606,
  hgeie: 0x607,
  henvcfg: 0x60a,
  htimedeltah: 0x615,
  henvcfgh: 0x61a,
  htval: 0x643,
  hip: 0x644,
  hvip: 0x645,
  htinst: 0x64a,
  hgatp: 0x680,
  hgeip: 0xe12,

  // Machine.
  mstatus: 0x300,
  misa: 0x301,
  medeleg: 0x302,
  mideleg: 0x303,
  mie: 0x304,
  mtvec: 0x305,
  mcounteren: 0x306,
  menvcfg: 0x30a,
  mstatush: 0x310,
  menvcfgh: 0x31a,
  mcountinhibit: 0x320,
  mscratch: 0x340,
  mepc: 0x341,
  mcause: 0x342,
  mtval: 0x343,
  mip: 0x344,
  mtinst: 0x34a,
  mtval2: 0x34b,
  // The first of each kind of physical memory protection's, where the machine has it.
  pmpcfg0: 0x3a0,
  pmpaddr0: 0x3b0,
  // Debug triggers: this machine has none, and says so with zeros.
  tselect: 0x7a0,
  tdata1: 0x7a1,
  tdata2: 0x7a2,
  tdata3: 0x7a3,
  mcycle: 0xb00,
  minstret: 0xb02,
  mcycleh: 0xb80,
  minstreth: 0xb82,
  mvendorid: 0xf11,
  marchid: 0xf12,
  mimpid: 0xf13,
  mhartid: 0xf14,
  mconfigptr: 0xf15,
} as const;

/** A CSR as the assembler spells it. */
export type CsrName = keyof typeof Csr;

const names = new Map<number, CsrName>(
  Object.entries(Csr).map(([name, number]) => [number, name as CsrName] as const),
);

/** The name of CSR `number`, as the assembler spells it; a hexadecimal number where it has none. */
export function csrName(number: number): string {
  return names.get(number) ?? hex(number, 3);
}

/*
 * mstatus and its restricted view sstatus (sections 3.1.6 and 4.1.1), RV32:
 *
 *   31  22  21 20  19  18  17   16 15 14 13 12 11  8    7   5    3   1
 *   SD  TSR TW TVM MXR SUM MPRV XS    FS    MPP   SPP MPIE SPIE MIE SIE
 */
export const MSTATUS_SIE = 1 << 1; // interrupts are enabled in S-mode,
export const MSTATUS_MIE = 1 << 3; // and in M-mode
export const MSTATUS_SPIE = 1 << 5; // what SIE was before the last trap into S-mode
export const MSTATUS_MPIE = 1 << 7; // what MIE was before the last trap into M-mode
export const MSTATUS_SPP = 1 << 8; // the mode that the last trap into S-mode came from: 1 S, 0 U
export const MSTATUS_MPP = 3 << 11; // the same for M-mode: a Mode
export const MSTATUS_MPRV = 1 << 17; // loads and stores count as those of the mode in MPP
export const MSTATUS_SUM = 1 << 18; // S-mode may load from and store to user pages
export const MSTATUS_MXR = 1 << 19; // loads may read pages that are only executable
export const MSTATUS_TVM = 1 << 20; // S-mode's SFENCE.VMA and its accesses to satp trap
export const MSTATUS_TW = 1 << 21; // WFI traps below M-mode
export const MSTATUS_TSR = 1 << 22; // S-mode's SRET traps

// The same under the names that S-mode has for them.
export const SSTATUS_SIE = MSTATUS_SIE;
export const SSTATUS_SPIE = MSTATUS_SPIE;
export const SSTATUS_SPP = MSTATUS_SPP;
export const SSTATUS_SUM = MSTATUS_SUM;
export const SSTATUS_MXR = MSTATUS_MXR;

/** The bits of mstatus that sstatus shows; FS and XS read as zero: this machine has no such units. */
export const SSTATUS_MASK = SSTATUS_SIE | SSTATUS_SPIE | SSTATUS_SPP | SSTATUS_SUM | SSTATUS_MXR;

/*
 * mstatush and hstatus (sections 8.4.1 and 8.2.1), RV32: where a trap came from, and what guests may not do.
 *
 *   mstatush        7   6
 *                   MPV GVA
 *
 *   hstatus   22   21  20   17 12 9  8    7   6   5
 *             VTSR VTW VTVM VGEIN HU SPVP SPV GVA VSBE
 */
export const MSTATUSH_GVA = 1 << 6; // mtval holds a guest virtual address
export const MSTATUSH_MPV = 1 << 7; // the last trap into M-mode came from a guest
export const HSTATUS_GVA = 1 << 6; // stval holds a guest virtual address
export const HSTATUS_SPV = 1 << 7; // the last trap into HS-mode came from a guest
export const HSTATUS_SPVP = 1 << 8; // and, if so, from its supervisor: what HLV and HSV act as
export const HSTATUS_HU = 1 << 9; // U-mode may use HLV and HSV
export const HSTATUS_VTVM = 1 << 20; // the guest's SFENCE.VMA and satp trap
export const HSTATUS_VTW = 1 << 21; // its WFI
export const HSTATUS_VTSR = 1 << 22; // its SRET

/**
 * In mcounteren, scounteren and hcounteren (section 3.1.11): the enables of cycle, time and instret, the counters that
 * count.
 */
export const COUNTER_ENABLES = 0b111;

// Interrupt numbers (table 3.6); bit n of mip, mie, sip and sie belongs to interrupt n.
export const IRQ_S_SOFTWARE = 1;
export const IRQ_VS_SOFTWARE = 2;
export const IRQ_M_SOFTWARE = 3;
export const IRQ_S_TIMER = 5;
export const IRQ_VS_TIMER = 6;
export const IRQ_M_TIMER = 7;
export const IRQ_S_EXTERNAL = 9;
export const IRQ_VS_EXTERNAL = 10;
export const IRQ_M_EXTERNAL = 11;

/** The interrupts that S-mode knows: software, timer, external. */
export const S_INTERRUPTS = (1 << IRQ_S_SOFTWARE) | (1 << IRQ_S_TIMER) | (1 << IRQ_S_EXTERNAL);

/** The same for guests, as the hypervisor numbers them; the guest sees each one number lower. */
export const VS_INTERRUPTS = (1 << IRQ_VS_SOFTWARE) | (1 << IRQ_VS_TIMER) | (1 << IRQ_VS_EXTERNAL);

// satp on RV32 (section 4.1.11): MODE [31], ASID [30:22], PPN [21:0].
export const SATP_MODE_SV32 = 0x8000_0000;
export const SATP_ASID_SHIFT = 22;
export const SATP_PPN = 0x003f_ffff;

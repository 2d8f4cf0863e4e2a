/**
 * The numbers of the control and status registers, and the bits inside them.
 * Privileged specification 1.12, tables 2.2 to 2.6; chapters 3 (machine), 4 (supervisor) and 8 (hypervisor).
 *
 * The number of a CSR says who may access it: bits 9 and 8 are the lowest mode that may (0 U, 1 S, 2 HS, 3 M). If bits 11 and 10
 * are both set, it is read-only (section 2.1).
 */
import { hex } from './hex.js';

export const Csr = {
  // Counters. A lower mode may read them if the mode above allows it (mcounteren, hcounteren, scounteren).
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

  // Hypervisor (h*), and the supervisor registers of a guest (vs*). On profile `assisted` only.
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
  // Physical memory protection: the first register of each kind. Not every machine has them.
  pmpcfg0: 0x3a0,
  pmpaddr0: 0x3b0,
  // Debug triggers. This machine has none, so all of these read as zero.
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

/** The name of a CSR in assembler source. */
export type CsrName = keyof typeof Csr;

const names = new Map<number, CsrName>(
  Object.entries(Csr).map(([name, number]) => [number, name as CsrName] as const),
);

/** The name of CSR `number` in assembler source, or the number in hexadecimal if it has no name. */
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
export const MSTATUS_MPRV = 1 << 17; // loads and stores are translated and checked as in the mode in MPP
export const MSTATUS_SUM = 1 << 18; // S-mode may load from user pages and store to them
export const MSTATUS_MXR = 1 << 19; // loads may read pages that are only executable
export const MSTATUS_TVM = 1 << 20; // in S-mode SFENCE.VMA and accesses to satp trap
export const MSTATUS_TW = 1 << 21; // WFI traps below M-mode
export const MSTATUS_TSR = 1 << 22; // in S-mode SRET traps

// The bits that sstatus has too, under their names there.
export const SSTATUS_SIE = MSTATUS_SIE;
export const SSTATUS_SPIE = MSTATUS_SPIE;
export const SSTATUS_SPP = MSTATUS_SPP;
export const SSTATUS_SUM = MSTATUS_SUM;
export const SSTATUS_MXR = MSTATUS_MXR;

/** The bits of mstatus that sstatus shows. FS and XS are zero, because this machine has no floating point and no extra units. */
export const SSTATUS_MASK = SSTATUS_SIE | SSTATUS_SPIE | SSTATUS_SPP | SSTATUS_SUM | SSTATUS_MXR;

/*
 * mstatush and hstatus (sections 8.4.1 and 8.2.1), RV32: where a trap came from, and what is forbidden to guests.
 *
 *   mstatush        7   6
 *                   MPV GVA
 *
 *   hstatus   22   21  20   17 12 9  8    7   6   5
 *             VTSR VTW VTVM VGEIN HU SPVP SPV GVA VSBE
 */
export const MSTATUSH_GVA = 1 << 6; // mtval holds a guest-virtual address
export const MSTATUSH_MPV = 1 << 7; // the last trap into M-mode came from a guest
export const HSTATUS_GVA = 1 << 6; // stval holds a guest-virtual address
export const HSTATUS_SPV = 1 << 7; // the last trap into HS-mode came from a guest
export const HSTATUS_SPVP = 1 << 8; // the mode of that guest: 1 VS, 0 VU; HLV and HSV act in this mode
export const HSTATUS_HU = 1 << 9; // U-mode may use HLV and HSV
export const HSTATUS_VTVM = 1 << 20; // in VS-mode SFENCE.VMA and accesses to satp trap
export const HSTATUS_VTW = 1 << 21; // in VS-mode WFI traps
export const HSTATUS_VTSR = 1 << 22; // in VS-mode SRET traps

/** In mcounteren, scounteren and hcounteren: the enable bits of cycle, time and instret (section 3.1.11). */
export const COUNTER_ENABLES = 0b111;

// Interrupt numbers (table 3.6). Interrupt n has bit n in mip, mie, sip and sie.
export const IRQ_S_SOFTWARE = 1;
export const IRQ_VS_SOFTWARE = 2;
export const IRQ_M_SOFTWARE = 3;
export const IRQ_S_TIMER = 5;
export const IRQ_VS_TIMER = 6;
export const IRQ_M_TIMER = 7;
export const IRQ_S_EXTERNAL = 9;
export const IRQ_VS_EXTERNAL = 10;
export const IRQ_M_EXTERNAL = 11;

/** The interrupts of S-mode: software, timer, external. */
export const S_INTERRUPTS = (1 << IRQ_S_SOFTWARE) | (1 << IRQ_S_TIMER) | (1 << IRQ_S_EXTERNAL);

/** The interrupts of VS-mode, with the numbers that the hypervisor uses. The guest sees each number lower by one. */
export const VS_INTERRUPTS = (1 << IRQ_VS_SOFTWARE) | (1 << IRQ_VS_TIMER) | (1 << IRQ_VS_EXTERNAL);

// satp on RV32 (section 4.1.11): MODE [31], ASID [30:22], PPN [21:0].
export const SATP_MODE_SV32 = 0x8000_0000;
export const SATP_ASID_SHIFT = 22;
export const SATP_PPN = 0x003f_ffff;

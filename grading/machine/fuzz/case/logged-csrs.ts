/** The CSRs that the harness initialises and logs, by name and number: tables that must not depend on what is tested. */
import type { Features } from './features.js';

const base = {
  mstatus: 0x300,
  medeleg: 0x302,
  mideleg: 0x303,
  mie: 0x304,
  mcounteren: 0x306,
  mcountinhibit: 0x320,
  menvcfg: 0x30a,
  mip: 0x344,
  mepc: 0x341,
  mcause: 0x342,
  mtval: 0x343,
  stvec: 0x105,
  scounteren: 0x106,
  senvcfg: 0x10a,
  sscratch: 0x140,
  sepc: 0x141,
  scause: 0x142,
  stval: 0x143,
  satp: 0x180,
} as const;

/** The addresses first: an entry must not bind before its address is there. */
const pmp = {
  pmpaddr0: 0x3b0,
  pmpaddr1: 0x3b1,
  pmpaddr2: 0x3b2,
  pmpaddr3: 0x3b3,
  pmpaddr4: 0x3b4,
  pmpaddr5: 0x3b5,
  pmpaddr6: 0x3b6,
  pmpaddr7: 0x3b7,
  pmpaddr8: 0x3b8,
  pmpaddr9: 0x3b9,
  pmpaddr10: 0x3ba,
  pmpaddr11: 0x3bb,
  pmpaddr12: 0x3bc,
  pmpaddr13: 0x3bd,
  pmpaddr14: 0x3be,
  pmpaddr15: 0x3bf,
  pmpcfg0: 0x3a0,
  pmpcfg1: 0x3a1,
  pmpcfg2: 0x3a2,
  pmpcfg3: 0x3a3,
} as const;

const hypervisor = {
  mstatush: 0x310,
  hstatus: 0x600,
  hedeleg: 0x602,
  hideleg: 0x603,
  hcounteren: 0x606,
  htimedelta: 0x605,
  htimedeltah: 0x615,
  henvcfg: 0x60a,
  htval: 0x643,
  hvip: 0x645,
  htinst: 0x64a,
  hgatp: 0x680,
  mtinst: 0x34a,
  mtval2: 0x34b,
  vsstatus: 0x200,
  vstvec: 0x205,
  vsscratch: 0x240,
  vsepc: 0x241,
  vscause: 0x242,
  vstval: 0x243,
  vsatp: 0x280,
} as const;

export type LoggedCsr = keyof typeof base | keyof typeof pmp | keyof typeof hypervisor;

/** In the order in which they are initialised and logged. */
export function loggedCsrs(features: Features): readonly LoggedCsr[] {
  return [
    ...(Object.keys(base) as LoggedCsr[]),
    ...(features.pmp ? (Object.keys(pmp) as LoggedCsr[]) : []),
    ...(features.hypervisor ? (Object.keys(hypervisor) as LoggedCsr[]) : []),
  ];
}

export function loggedCsrNumber(name: LoggedCsr): number {
  return { ...base, ...pmp, ...hypervisor }[name];
}

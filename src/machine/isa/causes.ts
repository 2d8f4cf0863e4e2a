/** The causes of traps. Privileged specification 1.12, table 3.6 (mcause), table 4.2 (scause) and, for guests, table 8.6. */
export const Cause = {
  InstructionMisaligned: 0,
  InstructionAccessFault: 1,
  IllegalInstruction: 2,
  Breakpoint: 3,
  LoadMisaligned: 4,
  LoadAccessFault: 5,
  StoreMisaligned: 6,
  StoreAccessFault: 7,
  EcallFromU: 8,
  EcallFromS: 9,
  EcallFromVS: 10,
  EcallFromM: 11,
  InstructionPageFault: 12,
  LoadPageFault: 13,
  StorePageFault: 15,
  InstructionGuestPageFault: 20,
  LoadGuestPageFault: 21,
  VirtualInstruction: 22,
  StoreGuestPageFault: 23,
} as const;

/** The number of an exception, as mcause holds it. For an interrupt, CAUSE_INTERRUPT is set too. */
export type Cause = (typeof Cause)[keyof typeof Cause];

/** This bit is set in mcause and scause if the trap is an interrupt. The other bits are its number then. */
export const CAUSE_INTERRUPT = 0x8000_0000;

export function isInterrupt(cause: number): boolean {
  return cause >= CAUSE_INTERRUPT;
}

/**
 * The exceptions of loads, stores and atomic operations. A page-table walk for one of them raises the same exceptions.
 */
export const dataAccessCauses: ReadonlySet<number> = new Set([
  Cause.LoadMisaligned,
  Cause.LoadAccessFault,
  Cause.StoreMisaligned,
  Cause.StoreAccessFault,
  Cause.LoadPageFault,
  Cause.StorePageFault,
  Cause.LoadGuestPageFault,
  Cause.StoreGuestPageFault,
]);

/** The exceptions of fetches. */
export const fetchCauses: ReadonlySet<number> = new Set([
  Cause.InstructionMisaligned,
  Cause.InstructionAccessFault,
  Cause.InstructionPageFault,
  Cause.InstructionGuestPageFault,
]);

const words: Readonly<Record<number, string>> = {
  0: 'misaligned instruction address',
  1: 'instruction access fault',
  2: 'illegal instruction',
  3: 'breakpoint',
  4: 'misaligned load',
  5: 'load access fault',
  6: 'misaligned store',
  7: 'store access fault',
  8: 'environment call from U-mode',
  9: 'environment call from S-mode',
  10: 'environment call from VS-mode',
  11: 'environment call from M-mode',
  12: 'instruction page fault',
  13: 'load page fault',
  15: 'store page fault',
  20: 'instruction guest-page fault',
  21: 'load guest-page fault',
  22: 'virtual instruction',
  23: 'store guest-page fault',
  0x8000_0001: 'supervisor software interrupt',
  0x8000_0002: 'virtual supervisor software interrupt',
  0x8000_0003: 'machine software interrupt',
  0x8000_0005: 'supervisor timer interrupt',
  0x8000_0006: 'virtual supervisor timer interrupt',
  0x8000_0007: 'machine timer interrupt',
  0x8000_0009: 'supervisor external interrupt',
  0x8000_000a: 'virtual supervisor external interrupt',
  0x8000_000b: 'machine external interrupt',
};

/** The name of a cause, as in the manual. `cause` is the value of mcause or scause (unsigned). */
export function causeName(cause: number): string {
  return words[cause >>> 0] ?? `reserved cause ${cause >>> 0}`;
}

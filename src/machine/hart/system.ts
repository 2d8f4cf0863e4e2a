/**
 * System instructions: ECALL, EBREAK, MRET, SRET, WFI and SFENCE.VMA. Those of the hypervisor extension are in guest-access.ts.
 * Privileged specification 1.12, sections 3.3 (the instructions), 3.1.6.5 (what TSR, TW and TVM forbid to S-mode) and 8.6.1 (what
 * VTSR, VTW and VTVM forbid to guests).
 */
import { Cause, Csr, csrs, type Mnemonic, Mode } from '../isa/index.js';
import { guestAccess, guestAccessNames, hfenceGvma, hfenceVvma } from './guest-access.js';
import type { Hart } from './hart.js';
import { returnFromTrap } from './traps.js';

type Effect = (hart: Hart, word: number, a: number, b: number) => number;

/** The effect of each instruction. It may raise an exception, or change the next address (hart.next). Returns the value for rd. */
const effects: readonly (readonly [readonly Mnemonic[], Effect])[] = [
  [['ecall'], ecall],
  [['ebreak'], (hart) => hart.raise(Cause.Breakpoint, hart.pc)],
  [['sret'], sret],
  [['mret'], mret],
  [['wfi'], wfi],
  [['sfence.vma'], sfenceVma],
  [['hfence.vvma'], hfenceVvma],
  [['hfence.gvma'], hfenceGvma],
  [guestAccessNames, guestAccess],
];

export const systemOperations: Readonly<Partial<Record<Mnemonic, number>>> = Object.fromEntries(
  effects.flatMap(([names], index) => names.map((name) => [name, index])),
);

/** `a` and `b` are the values of rs1 and rs2. */
export function executeSystem(hart: Hart, operation: number, word: number, a: number, b: number): number {
  return effects[operation]![1](hart, word, a, b);
}

function ecall(hart: Hart): number {
  const fromGuest = hart.virtual && hart.mode === Mode.Supervisor;
  return hart.raise(fromGuest ? Cause.EcallFromVS : Cause.EcallFromU + hart.mode, 0);
}

function sret(hart: Hart, word: number): number {
  if (hart.mode === Mode.User && hart.profile.holes.has('sret')) {
    hart.silentFailure?.(word);
    hart.next = hart.csr.values[Csr.sepc]! | 0;
    return 0;
  }
  const refusal = refuseSupervisor(hart, csrs.MSTATUS_TSR, csrs.HSTATUS_VTSR);
  if (refusal !== undefined) {
    return hart.raise(refusal, word);
  }
  returnFromTrap(hart, Mode.Supervisor);
  return 0;
}

function mret(hart: Hart, word: number): number {
  if (hart.mode === Mode.User && hart.profile.holes.has('mret')) {
    hart.silentFailure?.(word);
    hart.next = hart.csr.values[Csr.mepc]! | 0;
    return 0;
  }
  if (hart.mode !== Mode.Machine) {
    return hart.raise(Cause.IllegalInstruction, word);
  }
  returnFromTrap(hart, Mode.Machine);
  return 0;
}

/**
 * In U-mode WFI completes at once, unless TW forbids it. This is one of the two virtualization holes of RISC-V itself. In VU-mode it
 * always traps. If TW or VTW is set, it traps at once, even if an interrupt is pending.
 */
function wfi(hart: Hart, word: number): number {
  const { mode, virtual } = hart;
  const { values } = hart.csr;
  if (mode !== Mode.Machine && (values[Csr.mstatus]! & csrs.MSTATUS_TW) !== 0) {
    return hart.raise(Cause.IllegalInstruction, word);
  }
  if (virtual && (mode === Mode.User || (values[Csr.hstatus]! & csrs.HSTATUS_VTW) !== 0)) {
    return hart.raise(Cause.VirtualInstruction, word);
  }
  if (mode !== Mode.User) {
    hart.waiting = true;
    hart.needAttention();
  }
  return 0;
}

/** SFENCE.VMA may name an address and an ASID. Here each form flushes everything, which the specification always allows. */
function sfenceVma(hart: Hart, word: number): number {
  if (hart.mode === Mode.User && hart.profile.holes.has('sfence.vma')) {
    hart.silentFailure?.(word);
    return 0;
  }
  const refusal = refuseSupervisor(hart, csrs.MSTATUS_TVM, csrs.HSTATUS_VTVM);
  if (refusal !== undefined) {
    return hart.raise(refusal, word);
  }
  hart.flushTlb();
  hart.needAttention(); // the code itself may be mapped to another frame now
  return 0;
}

/**
 * Returns the exception that an instruction of supervisor level raises in this mode; undefined if it is allowed. The bit `trap` of
 * mstatus forbids it to S-mode, the bit `guestTrap` of hstatus to VS-mode.
 */
function refuseSupervisor({ mode, virtual, csr }: Hart, trap: number, guestTrap: number): Cause | undefined {
  const forbidden = virtual ? csr.values[Csr.hstatus]! & guestTrap : csr.values[Csr.mstatus]! & trap;
  if (mode === Mode.User || (mode === Mode.Supervisor && forbidden !== 0)) {
    return virtual ? Cause.VirtualInstruction : Cause.IllegalInstruction;
  }
  return undefined;
}

/**
 * ECALL, EBREAK, the returns from traps, WFI and the fences.
 * Privileged specification 1.12, section 3.3 and, for what TSR, TW and TVM forbid to S-mode, section 3.1.6.5.
 */
import { Cause } from './causes.js';
import { Csr, MSTATUS_TSR, MSTATUS_TVM, MSTATUS_TW } from './csrs.js';
import type { Hart } from './hart.js';
import type { Mnemonic } from './instructions.js';
import { Mode } from './modes.js';
import { returnFromTrap } from './traps.js';

/** What each does. It may raise an exception, or set where execution goes on (hart.next). */
const effects: readonly (readonly [Mnemonic, (hart: Hart, word: number) => void])[] = [
  ['ecall', (hart) => hart.raise(Cause.EcallFromU + hart.mode, 0)],
  ['ebreak', (hart) => hart.raise(Cause.Breakpoint, hart.pc)],
  ['sret', sret],
  ['mret', mret],
  ['wfi', wfi],
  ['sfence.vma', sfenceVma],
];

export const systemOperations: Readonly<Partial<Record<Mnemonic, number>>> = Object.fromEntries(
  effects.map(([name], index) => [name, index]),
);

export function executeSystem(hart: Hart, operation: number, word: number): void {
  effects[operation]![1](hart, word);
}

function sret(hart: Hart, word: number): void {
  if (hart.mode === Mode.User && hart.profile.holes.has('sret')) {
    hart.next = hart.csr.values[Csr.sepc]! | 0;
  } else if (hart.mode === Mode.User || forbiddenToSupervisor(hart, MSTATUS_TSR)) {
    hart.raise(Cause.IllegalInstruction, word);
  } else {
    returnFromTrap(hart, Mode.Supervisor);
  }
}

function mret(hart: Hart, word: number): void {
  if (hart.mode === Mode.User && hart.profile.holes.has('mret')) {
    hart.next = hart.csr.values[Csr.mepc]! | 0;
  } else if (hart.mode !== Mode.Machine) {
    hart.raise(Cause.IllegalInstruction, word);
  } else {
    returnFromTrap(hart, Mode.Machine);
  }
}

/** In user mode it completes at once, where TW does not forbid it: one of the two holes that RISC-V itself has. */
function wfi(hart: Hart, word: number): void {
  if (hart.mode !== Mode.Machine && (hart.csr.values[Csr.mstatus]! & MSTATUS_TW) !== 0) {
    hart.raise(Cause.IllegalInstruction, word);
  } else if (hart.mode !== Mode.User) {
    hart.waiting = true;
    hart.needAttention();
  }
}

/** Every form flushes everything, which is always allowed. */
function sfenceVma(hart: Hart, word: number): void {
  if (hart.mode === Mode.User && hart.profile.holes.has('sfence.vma')) {
    return;
  }
  if (hart.mode === Mode.User || forbiddenToSupervisor(hart, MSTATUS_TVM)) {
    hart.raise(Cause.IllegalInstruction, word);
    return;
  }
  hart.flushTlb();
  hart.needAttention(); // the page that is executing may be elsewhere now
}

function forbiddenToSupervisor(hart: Hart, trap: number): boolean {
  return hart.mode === Mode.Supervisor && (hart.csr.values[Csr.mstatus]! & trap) !== 0;
}

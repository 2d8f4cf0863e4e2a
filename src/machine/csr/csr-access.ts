/**
 * The CSR instructions: CSRRW, CSRRS, CSRRC and their immediate forms. They check who may access which CSR. Unprivileged
 * specification 20191213, chapter 9; privileged specification 1.12, sections 2.1, 3.1.6.5 (TVM), 3.1.11 and 4.1.5 (counter
 * enables). For guests: sections 8.2 (vs* registers replace the s* registers), 8.2.6 (hcounteren) and 8.6.1 (when a
 * virtual-instruction exception is raised).
 */
import {
  Cause,
  Csr,
  csrName,
  type CsrName,
  hasCsrHole,
  HSTATUS_VTVM,
  type Mnemonic,
  Mode,
  MSTATUS_TVM,
  type Profile,
  type Tracer,
} from '../isa/index.js';
import type { CsrFile } from './csr-file.js';

/** What this file needs to know about the hart. The class Hart (hart/hart.ts) implements it. */
export interface CsrUser {
  readonly csr: CsrFile;
  readonly mode: number;
  readonly virtual: boolean;
  readonly profile: Profile;
  readonly pc: number;
  readonly trace: Tracer | undefined;
  readonly silentFailure: ((word: number) => void) | undefined;
  raise(cause: number, value: number): 0;
  /** Ends the slice after this instruction, so that the run loop checks for interrupts and other changes. */
  needAttention(): void;
}

// The encoding of funct3. Bit 2 is set in the immediate forms.
const WRITE = 1;
const SET = 2;
const IMMEDIATE = 4;

export const csrMnemonics: readonly Mnemonic[] = ['csrrw', 'csrrs', 'csrrc', 'csrrwi', 'csrrsi', 'csrrci'];

/**
 * Executes a CSR instruction. `operand` is the value of register rs1. Returns the old value of the CSR, signed, or 0 with an
 * exception raised.
 *
 *   31     20 19 15 14  12 11 7 6    0
 *   CSR       rs1   funct3 rd   opcode       in an immediate form, rs1 is a number of 5 bits
 */
export function accessCsr(hart: CsrUser, word: number, operand: number): number {
  const number = word >>> 20;
  const source = (word >>> 15) & 31;
  const funct3 = (word >>> 12) & 7;
  const how = funct3 & ~IMMEDIATE;
  const writes = how === WRITE || source !== 0; // to set or clear no bits is not a write
  const refusal = refuse(hart, number, writes);
  if (refusal !== undefined) {
    return refusal === Cause.VirtualInstruction
      ? hart.raise(refusal, word)
      : accessThroughHole(hart, word, writes);
  }
  const actual = hart.virtual ? ofGuest(hart, number) : number;
  const old = hart.virtual && isTime(number) ? guestTime(hart, number) : hart.csr.read(actual);
  if (writes) {
    const value = (funct3 & IMMEDIATE) !== 0 ? source : operand;
    // mip shows SEIP also if only the line of the PLIC is high. That must not set the SEIP bit of software (section 3.1.9).
    const bits = actual === Csr.mip ? hart.csr.values[actual]! : old;
    hart.csr.write(actual, how === WRITE ? value : how === SET ? bits | value : bits & ~value, 1);
    hart.trace?.({ kind: 'csr', pc: hart.pc, csr: actual, value: hart.csr.read(actual) });
    if (!uneventful.has(actual)) {
      hart.needAttention();
    }
  }
  return old | 0;
}

/**
 * CSRs that only trap entry, trap return or software reads. A write to one of them cannot cause an interrupt or change a
 * translation, so the slice goes on. This matters for speed, because each trap handler writes some of them.
 */
const uneventful: ReadonlySet<number> = new Set([
  ...[Csr.mscratch, Csr.mepc, Csr.mcause, Csr.mtval, Csr.mtvec],
  ...[Csr.sscratch, Csr.sepc, Csr.scause, Csr.stval, Csr.stvec],
  ...[Csr.vsscratch, Csr.vsepc, Csr.vscause, Csr.vstval, Csr.vstvec],
]);

/** Returns the exception that the access raises; undefined if it is allowed. */
function refuse(hart: CsrUser, number: number, writes: boolean): Cause | undefined {
  const readOnly = number >> 10 === 3;
  if (!hart.csr.has(number) || (writes && readOnly)) {
    return Cause.IllegalInstruction;
  }
  if (isCounter(number)) {
    return refuseCounter(hart, number & 31);
  }
  const { mode, virtual } = hart;
  const lowestLevel = (number >> 8) & 3;
  if (level(mode, virtual) < lowestLevel) {
    // If HS-mode could do the access, the hypervisor should emulate it for the guest.
    return virtual && lowestLevel < Mode.Machine ? Cause.VirtualInstruction : Cause.IllegalInstruction;
  }
  if (mode === Mode.Supervisor && (number === Csr.satp || number === Csr.hgatp)) {
    const { values } = hart.csr;
    if (virtual) {
      return (values[Csr.hstatus]! & HSTATUS_VTVM) !== 0 ? Cause.VirtualInstruction : undefined;
    }
    return (values[Csr.mstatus]! & MSTATUS_TVM) !== 0 ? Cause.IllegalInstruction : undefined;
  }
  return undefined;
}

/** The level of a mode, in the encoding of bits 9 and 8 of a CSR number. S-mode outside of a guest is HS-mode (2). */
function level(mode: number, virtual: boolean): number {
  return mode === Mode.Supervisor && !virtual ? 2 : mode;
}

/** While a guest runs, the number of an s* register means the vs* register, if there is one. */
function ofGuest(hart: CsrUser, number: number): number {
  const replica = number + (Csr.vsstatus - Csr.sstatus);
  return number >> 8 === Csr.sstatus >> 8 && hart.csr.has(replica) ? replica : number;
}

/** Is it cycle, time, instret, an event counter, or the upper half of one? */
function isCounter(number: number): boolean {
  return (number & ~0x9f) === Csr.cycle;
}

function isTime(number: number): boolean {
  return number === Csr.time || number === Csr.timeh;
}

/** One half of the time that a guest reads: time + htimedelta, modulo 2^64 (section 8.2.7). */
function guestTime({ csr }: CsrUser, half: number): number {
  const low = csr.read(Csr.time) + csr.values[Csr.htimedelta]!;
  const carry = low >= 2 ** 32 ? 1 : 0;
  return (half === Csr.time ? low : csr.read(Csr.timeh) + csr.values[Csr.htimedeltah]! + carry) | 0;
}

function refuseCounter({ csr, mode, virtual }: CsrUser, index: number): Cause | undefined {
  const disabled = (enables: number) => ((csr.values[enables]! >>> index) & 1) === 0;
  if (mode === Mode.Machine) {
    return undefined;
  }
  if (disabled(Csr.mcounteren)) {
    return Cause.IllegalInstruction;
  }
  const user = mode === Mode.User && disabled(Csr.scounteren);
  if (virtual) {
    return user || disabled(Csr.hcounteren) ? Cause.VirtualInstruction : undefined;
  }
  return user ? Cause.IllegalInstruction : undefined;
}

/**
 * Handles an access that is not allowed: it traps, unless a hole of the legacy profile lets it pass. Then, in user mode, a read
 * returns the physical value and a write is ignored. If the instruction both reads and writes, it needs both holes. With the result
 * register x0 it does not read: so `csrci sstatus, 2` needs only `write-sstatus`, and is ignored as POPF is on x86. An instruction
 * that does neither (`csrrs x0, sstatus, x0`) passes if the CSR has any hole.
 */
function accessThroughHole(hart: CsrUser, word: number, writes: boolean): number {
  const number = word >>> 20;
  const reads = ((word >>> 7) & 31) !== 0;
  if (!hart.csr.has(number)) {
    return hart.raise(Cause.IllegalInstruction, word);
  }
  const name = csrName(number) as CsrName;
  const leaks = hasCsrHole(hart.profile, 'read', name);
  const drops = hasCsrHole(hart.profile, 'write', name);
  const passes = hart.mode === Mode.User && (leaks || drops) && (!reads || leaks) && (!writes || drops);
  if (!passes) {
    return hart.raise(Cause.IllegalInstruction, word);
  }
  hart.silentFailure?.(word);
  return hart.csr.read(number) | 0;
}

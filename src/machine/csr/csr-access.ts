/**
 * CSRRW, CSRRS, CSRRC and their immediate forms: who may access which CSR, and what becomes of it. Unprivileged
 * specification 20191213, chapter 9; privileged specification 1.12, sections 2.1, 3.1.6.5 (TVM), 3.1.11 and 4.1.5
 * (counter enables); for guests, sections 8.2 (the vs* registers stand in for the s* ones), 8.2.6 (hcounteren) and
 * 8.6.1 (which attempts are virtual instructions).
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

/** The hart that executes such an instruction. Hart (hart/hart.ts) is one. */
export interface CsrUser {
  readonly csr: CsrFile;
  readonly mode: number;
  readonly virtual: boolean;
  readonly profile: Profile;
  readonly pc: number;
  readonly trace: Tracer | undefined;
  raise(cause: number, value: number): 0;
  /** The run loop looks around after this instruction. */
  needAttention(): void;
}

// funct3, as the instruction's word encodes it: bit 2 is set in the immediate forms.
const WRITE = 1;
const SET = 2;
const IMMEDIATE = 4;

export const csrMnemonics: readonly Mnemonic[] = ['csrrw', 'csrrs', 'csrrc', 'csrrwi', 'csrrsi', 'csrrci'];

/**
 * Executes one. `operand` is the value of register rs1. Returns the CSR's old value, signed; or 0 with an exception raised.
 *
 *   31     20 19 15 14  12 11 7 6    0
 *   CSR       rs1   funct3 rd   opcode       the immediate forms have a number of 5 bits in rs1's place
 */
export function accessCsr(hart: CsrUser, word: number, operand: number): number {
  const number = word >>> 20;
  const source = (word >>> 15) & 31;
  const funct3 = (word >>> 12) & 7;
  const how = funct3 & ~IMMEDIATE;
  const writes = how === WRITE || source !== 0; // setting or clearing no bits is not a write
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
    // A device's line in SEIP must not become the bit that software sets (section 3.1.9).
    const bits = actual === Csr.mip ? hart.csr.values[actual]! : old;
    hart.csr.write(actual, how === WRITE ? value : how === SET ? bits | value : bits & ~value, 1);
    hart.trace?.({ kind: 'csr', pc: hart.pc, csr: actual, value: hart.csr.read(actual) });
    if (!uneventful.has(actual)) {
      hart.needAttention();
    }
  }
  return old | 0;
}

/** Only a trap, or its handler, looks at these: nothing changes by a write. (Every trap handler writes some of them.) */
const uneventful: ReadonlySet<number> = new Set([
  ...[Csr.mscratch, Csr.mepc, Csr.mcause, Csr.mtval, Csr.mtvec],
  ...[Csr.sscratch, Csr.sepc, Csr.scause, Csr.stval, Csr.stvec],
  ...[Csr.vsscratch, Csr.vsepc, Csr.vscause, Csr.vstval, Csr.vstvec],
]);

/** The exception that the access raises; undefined: it is allowed. */
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
    // What the hypervisor could do, a guest's attempt is for it to emulate.
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

/** As bits [9:8] of a CSR's number count: supervisor mode that is not a guest's is the hypervisor's. */
function level(mode: number, virtual: boolean): number {
  return mode === Mode.Supervisor && !virtual ? 2 : mode;
}

/** While a guest runs, the names of supervisor registers mean the guest's, where it has its own. */
function ofGuest(hart: CsrUser, number: number): number {
  const replica = number + (Csr.vsstatus - Csr.sstatus);
  return number >> 8 === Csr.sstatus >> 8 && hart.csr.has(replica) ? replica : number;
}

/** cycle, time, instret and the event counters, with their upper halves. */
function isCounter(number: number): boolean {
  return (number & ~0x9f) === Csr.cycle;
}

function isTime(number: number): boolean {
  return number === Csr.time || number === Csr.timeh;
}

/** time + htimedelta, modulo 2^64 (section 8.2.7). */
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
 * What is not allowed traps; but on a legacy profile, in user mode, a read may leak the physical value and a write may
 * vanish. A part of the access whose hole is shut makes the whole instruction trap. A result that goes to x0 is not
 * read: so `csrci sstatus, 2` vanishes, as CLI's cousin POPF does, through `write-sstatus` alone. An access without
 * either part (`csrrs x0, sstatus, x0`) passes where the CSR has any hole.
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
  return passes ? hart.csr.read(number) | 0 : hart.raise(Cause.IllegalInstruction, word);
}

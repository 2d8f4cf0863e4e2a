/**
 * CSRRW, CSRRS, CSRRC and their immediate forms: who may access which CSR, and what becomes of it.
 * Unprivileged specification 20191213, chapter 9; privileged specification 1.12, sections 2.1, 3.1.6.5 (TVM), 3.1.11
 * and 4.1.5 (counter enables).
 */
import { Cause } from './causes.js';
import { Csr, csrName, MSTATUS_TVM, type CsrName } from './csrs.js';
import type { Hart } from './hart.js';
import type { Mnemonic } from './instructions.js';
import { Mode } from './modes.js';
import { hasCsrHole } from './profiles.js';

const WRITE = 1;
const SET = 2;
const CLEAR = 3;
const IMMEDIATE = 4;

/** As funct3 encodes them. */
export const csrOperations: Readonly<Partial<Record<Mnemonic, number>>> = {
  csrrw: WRITE,
  csrrs: SET,
  csrrc: CLEAR,
  csrrwi: WRITE | IMMEDIATE,
  csrrsi: SET | IMMEDIATE,
  csrrci: CLEAR | IMMEDIATE,
};

/**
 * Executes one. `source` is the number of rs1, or the immediate that stands there; `operand` the value of register
 * rs1. Returns the CSR's old value, signed; or 0 with an exception raised.
 */
export function accessCsr(
  hart: Hart,
  operation: number,
  number: number,
  rd: number,
  source: number,
  operand: number,
  word: number,
): number {
  const how = operation & ~IMMEDIATE;
  const writes = how === WRITE || source !== 0; // setting or clearing no bits is not a write
  if (!hart.csr.has(number)) {
    return hart.raise(Cause.IllegalInstruction, word);
  }
  if (!isAllowed(hart, number, writes)) {
    return accessThroughHole(hart, number, rd !== 0, writes, word);
  }
  const old = hart.csr.read(number);
  if (writes) {
    const value = (operation & IMMEDIATE) !== 0 ? source : operand;
    const kept = number === Csr.mip ? hart.csr.values[Csr.mip]! : old; // without the PLIC's line (section 3.1.9)
    hart.csr.write(number, how === WRITE ? value : how === SET ? kept | value : kept & ~value, 1);
    hart.trace?.({ kind: 'csr', pc: hart.pc, csr: number, value: hart.csr.read(number) });
    hart.needAttention();
  }
  return old | 0;
}

function isAllowed(hart: Hart, number: number, writes: boolean): boolean {
  const { mode } = hart;
  const lowestMode = (number >> 8) & 3;
  const readOnly = number >> 10 === 3;
  if (mode < lowestMode || (writes && readOnly)) {
    return false;
  }
  if (number === Csr.satp && mode === Mode.Supervisor) {
    return (hart.csr.values[Csr.mstatus]! & MSTATUS_TVM) === 0;
  }
  return !isCounter(number) || counterIsEnabled(hart, number & 31);
}

/** cycle, time, instret and the event counters, with their upper halves. */
function isCounter(number: number): boolean {
  return (number & ~0x9f) === Csr.cycle;
}

function counterIsEnabled(hart: Hart, index: number): boolean {
  const { values } = hart.csr;
  const bit = 1 << index;
  const supervisor = hart.mode === Mode.Machine || (values[Csr.mcounteren]! & bit) !== 0;
  return supervisor && (hart.mode !== Mode.User || (values[Csr.scounteren]! & bit) !== 0);
}

/**
 * What is not allowed traps; but on a legacy profile, in user mode, a read may leak the physical value and a write may
 * vanish. A part of the access whose hole is shut makes the whole instruction trap. A result that goes to x0 is not
 * read: so `csrci sstatus, 2` vanishes, as CLI's cousin POPF does, through `write-sstatus` alone. An access without
 * either part (`csrrs x0, sstatus, x0`) passes where the CSR has any hole.
 */
function accessThroughHole(
  hart: Hart,
  number: number,
  reads: boolean,
  writes: boolean,
  word: number,
): number {
  const name = csrName(number) as CsrName;
  const leaks = hasCsrHole(hart.profile, 'read', name);
  const drops = hasCsrHole(hart.profile, 'write', name);
  const passes = hart.mode === Mode.User && (leaks || drops) && (!reads || leaks) && (!writes || drops);
  return passes ? hart.csr.read(number) | 0 : hart.raise(Cause.IllegalInstruction, word);
}

/** The type of a row in the tables of CSRs, and helpers for the common kinds of rows. Privileged specification 1.12, section 2.3. */
import type { Counters } from './counters.js';

/** What a rule reads and writes: the CSRs of a hart. The class CsrFile (csr-file.ts) implements it. */
export interface CsrState {
  /** The values by CSR number. */
  readonly values: Uint32Array;
  readonly counters: Counters;
  /** The interrupt line from the PLIC to S-mode, at the place of the bit SEIP of mip. */
  readonly supervisorLine: number;
  /** Set when a PMP register is written. */
  pmpChanged: boolean;
  /** Reads a CSR as machine mode would. */
  read(number: number): number;
}

export interface CsrRule {
  readonly reset?: number;
  /** For a stored CSR: returns the new value when `value` is written over `old`. Without it the CSR never changes. */
  readonly legalise?: (value: number, old: number) => number;
  /** For a CSR whose value is not stored under its own number. */
  readonly read?: (state: CsrState) => number;
  readonly write?: (state: CsrState, value: number, meterAhead: number) => void;
}

export type CsrRow = readonly [number: number, rule: CsrRule];

export const ANY = 0xffff_ffff;
export const ALIGNED = 0xffff_fffe; // an address of code: even, because of the compressed extension
export const FIOM = 1; // "fences of I/O imply memory": the bit is stored but has no effect, because memory is in order here

/** A stored CSR of which only these bits can be written. The others keep their value. */
export function stored(writable: number): CsrRule {
  return { legalise: (value, old) => (value & writable) | (old & ~writable) };
}

export function fixed(value: number): CsrRule {
  return { reset: value };
}

export function hardWiredToZero(number: number): CsrRow {
  return [number, fixed(0)];
}

/** A restricted view of another register: the other bits read as zero, and a write does not change them. */
export function view(
  of: number,
  readable: (state: CsrState) => number,
  writable: (state: CsrState) => number = readable,
): CsrRule {
  return {
    read: (state) => state.read(of) & readable(state),
    write: (state, value) => {
      const mask = writable(state);
      state.values[of] = (state.values[of]! & ~mask) | (value & mask);
    },
  };
}

/** For mtvec, stvec and vstvec: base in bits 31 to 2, mode in bits 1 and 0 (0 direct, 1 vectored). A reserved mode is ignored. */
export function trapVector(value: number, old: number): number {
  return (value & 3) > 1 ? old : value;
}

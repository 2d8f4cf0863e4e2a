/** The form of a row in the tables of CSRs, and the kinds of rows that recur. Privileged specification 1.12, section 2.3. */
import type { Counters } from './counters.js';

/** What a rule works on: the values of a hart's CSRs. CsrFile (csr-state.ts) is one. */
export interface CsrState {
  /** By CSR number. */
  readonly values: Uint32Array;
  readonly counters: Counters;
  /** The PLIC's line to S-mode, as the bit SEIP of mip. */
  readonly supervisorLine: number;
  /** A register of physical memory protection was written. */
  pmpChanged: boolean;
  /** The value as machine mode sees it. */
  read(number: number): number;
}

export interface CsrRule {
  readonly reset?: number;
  /** A stored CSR: what stands in it after `value` was written over `old`. A CSR without it never changes. */
  readonly legalise?: (value: number, old: number) => number;
  /** A CSR whose value is not stored under its own number. */
  readonly read?: (state: CsrState) => number;
  readonly write?: (state: CsrState, value: number, meterAhead: number) => void;
}

export type CsrRow = readonly [number: number, rule: CsrRule];

export const ANY = 0xffff_ffff;
export const ALIGNED = 0xffff_fffe; // an instruction's address, with the compressed extension
export const FIOM = 1; // fences of I/O imply memory: kept, without effect, as memory is in order here

/** These bits can be written; the others keep what they have. */
export function stored(writable: number): CsrRule {
  return { legalise: (value, old) => (value & writable) | (old & ~writable) };
}

export function fixed(value: number): CsrRule {
  return { reset: value };
}

export function hardWiredToZero(number: number): CsrRow {
  return [number, fixed(0)];
}

/** Some bits of another register: others read as zero, and writing leaves them alone. */
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

/** Base [31:2], mode [1:0]: 0 direct, 1 vectored. A write with a reserved mode changes nothing. */
export function trapVector(value: number, old: number): number {
  return (value & 3) > 1 ? old : value;
}

/**
 * Physical memory protection (PMP): which physical addresses a mode may access. Privileged specification 1.12, section 3.7.
 *
 *   configuration   7  6 5  4 3  2 1 0
 *                   L  0 0   A   X W R      A: 0 off, 1 top of range, 2 four bytes, 3 a naturally aligned power of two
 *
 * The lowest-numbered entry that matches any byte of an access decides, and must match all of its bytes.
 */
import { Csr } from '../../isa/index.js';
import { PAGE_BYTES } from '../physical/index.js';
import { Access } from './sv32.js';

export const PMP_R = 1 << 0;
export const PMP_W = 1 << 1;
export const PMP_X = 1 << 2;
export const PMP_A = 3 << 3;
export const PMP_L = 1 << 7;
export const PMP_TOR = 1 << 3;
export const PMP_NAPOT = 3 << 3;
const PMP_NA4 = 2 << 3;

export const PMP_ENTRIES = 16;

/** What one entry covers: addresses of 34 bits, `end` not included. */
interface Region {
  readonly start: number;
  readonly end: number;
  readonly permissions: number;
  readonly locked: boolean;
}

/** The configuration byte of `entry`. */
export function pmpConfiguration(values: Uint32Array, entry: number): number {
  return (values[Csr.pmpcfg0 + (entry >> 2)]! >>> (8 * (entry & 3))) & 0xff;
}

export class Pmp {
  /**
   * May S- and U-mode access all memory until the first entry is turned on? Section 3.7.1 says no, but kernels that are older
   * than PMP rely on it. A default entry that allows everything is no substitute: software that uses PMP relies on the rule
   * that an address without a matching entry is forbidden.
   */
  openUntilSet = false;
  #isSet = false;
  #regions: readonly Region[] = [];

  /** Is any entry locked, so that it restricts machine mode too? */
  get bindsMachineMode(): boolean {
    return this.#regions.some(({ locked }) => locked);
  }

  /** Reads the entries again after one of their CSRs was written. */
  update(values: Uint32Array): void {
    const regions = Array.from({ length: PMP_ENTRIES }, (_, entry) => region(values, entry));
    this.#isSet = regions.some(({ permissions }) => (permissions & PMP_A) !== 0);
    this.#regions = regions.filter(({ start, end }) => start < end);
  }

  /** May the `bytes` bytes that start at the physical `address` be accessed? */
  allows(address: number, bytes: number, access: Access, machineMode: boolean): boolean {
    const first = this.#regions.find(({ start, end }) => address < end && address + bytes > start);
    if (first === undefined) {
      return machineMode || (this.openUntilSet && !this.#isSet);
    }
    const whole = address >= first.start && address + bytes <= first.end;
    const free = machineMode && !first.locked;
    return whole && (free || (first.permissions & permissionOf[access]) !== 0);
  }

  /** Is the answer the same for the whole page of `address`? Only then may a TLB keep it. */
  isUniform(address: number): boolean {
    const page = address - (address % PAGE_BYTES);
    const first = this.#regions.find(({ start, end }) => page < end && page + PAGE_BYTES > start);
    return first === undefined || (page >= first.start && page + PAGE_BYTES <= first.end);
  }
}

const permissionOf = {
  [Access.Fetch]: PMP_X,
  [Access.Load]: PMP_R,
  [Access.Store]: PMP_W,
} as const;

/** The region of an entry. It is empty if the entry is off, or if its range ends before it starts. */
function region(values: Uint32Array, entry: number): Region {
  const configuration = pmpConfiguration(values, entry);
  const top = values[Csr.pmpaddr0 + entry]!;
  const bottom = entry === 0 ? 0 : values[Csr.pmpaddr0 + entry - 1]!;
  const [start, end] = bounds(configuration & PMP_A, bottom, top);
  return { start, end, permissions: configuration, locked: (configuration & PMP_L) !== 0 };
}

/** Start and end of a region. The pmpaddr registers hold bits 33 to 2 of an address. */
function bounds(mode: number, bottom: number, top: number): readonly [number, number] {
  switch (mode) {
    case 0:
      return [0, 0];
    case PMP_TOR:
      return [4 * bottom, 4 * top];
    case PMP_NA4:
      return [4 * top, 4 * top + 4];
    default: {
      // NAPOT: if the lowest zero bit of pmpaddr is bit k, the region has 2^(k + 3) bytes.
      const words = 2 ** trailingOnes(top) * 2;
      const start = 4 * (top - (top % words));
      return [start, start + 4 * words];
    }
  }
}

function trailingOnes(value: number): number {
  const lowestZero = ~value & (value + 1);
  return lowestZero === 0 ? 32 : 31 - Math.clz32(lowestZero);
}

/** What a machine can be built with, and what there is where nothing is said. */
import type { CacheGeometry } from './memory/index.js';
import type { CostTable } from './csr/index.js';
import type { FirmwareKind } from './firmware/index.js';
import type { Profile } from './isa/index.js';
import type { VirtioOptions } from './devices/index.js';

export interface MachineOptions extends VirtioOptions {
  /** Size of RAM: whole pages of 4 KiB, at most 1 GiB. */
  readonly memoryBytes: number;
  /** Default: strict. */
  readonly profile?: Profile;
  /** Who is machine mode; see firmware.ts. Default: 'none', the software that was loaded. */
  readonly firmware?: FirmwareKind;
  /** Default: the published table in cost.ts. */
  readonly costs?: CostTable;
  /** A model of a data cache, whose misses cost cycles; see cache.ts. Default: none. */
  readonly cache?: CacheGeometry;
  /** How many harts: 1 to 8. Default: 1. */
  readonly harts?: number;
  /** Are misaligned loads and stores done in hardware, or do they trap? Default: 'trap'. */
  readonly misaligned?: 'hardware' | 'trap';
  /** Are a page's accessed and dirty bits set in hardware, or does their lack trap as a page fault? Default: 'hardware'. */
  readonly accessedDirty?: 'hardware' | 'trap';
  /**
   * Entries of physical memory protection. Default: 0, its CSRs do not exist. With 16, S- and U-mode may touch nothing
   * until machine mode has set them.
   */
  readonly pmpEntries?: 0 | 16;
  /** Is memory open to S- and U-mode until the first of these entries is turned on? Default: true with firmware 'sbi'. */
  readonly pmpOpen?: boolean;
  /** Put a device tree at the top of memory and its address into a1, as real firmware does. Default: false. */
  readonly deviceTree?: boolean;
}

const MAXIMUM_HARTS = 8;

/** `count`, if a machine can have so many harts; else RangeError. */
export function checkHarts(count: number): number {
  if (!Number.isInteger(count) || count < 1 || count > MAXIMUM_HARTS) {
    throw new RangeError(`harts is ${count}: it must be a whole number from 1 to ${MAXIMUM_HARTS}`);
  }
  return count;
}

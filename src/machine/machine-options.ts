/** The options of a machine, and their defaults. */
import type { CacheGeometry } from './memory/index.js';
import type { CostTable } from './csr/index.js';
import type { FirmwareKind } from './firmware/index.js';
import type { Profile } from './isa/index.js';
import type { VirtioOptions } from './devices/index.js';

export interface MachineOptions extends VirtioOptions {
  /** The size of RAM: whole pages of 4 KiB, at most 1 GiB. */
  readonly memoryBytes: number;
  /** Default: strict. */
  readonly profile?: Profile;
  /** Who handles traps into machine mode; see firmware.ts. Default: 'none', the loaded program. */
  readonly firmware?: FirmwareKind;
  /** Default: the published table in cost.ts. */
  readonly costs?: CostTable;
  /** The geometry of a data cache, whose misses then cost cycles; see cache.ts. Default: no cache. */
  readonly cache?: CacheGeometry;
  /** The number of harts, 1 to 8. Default: 1. */
  readonly harts?: number;
  /** Whether the hardware performs misaligned loads and stores, or they trap. Default: 'trap'. */
  readonly misaligned?: 'hardware' | 'trap';
  /** Whether the hardware sets the accessed and dirty bits of a page, or a clear bit is a page fault. Default: 'hardware'. */
  readonly accessedDirty?: 'hardware' | 'trap';
  /**
   * The number of entries of physical memory protection. Default: 0, and its CSRs do not exist. With 16, S-mode and U-mode
   * may access nothing until machine mode has set the entries.
   */
  readonly pmpEntries?: 0 | 16;
  /** Whether S-mode and U-mode may access memory until the first entry is turned on. Default: true with firmware 'sbi'. */
  readonly pmpOpen?: boolean;
  /** Whether to put a device tree at the top of memory, and its address into a1, as real firmware does. Default: false. */
  readonly deviceTree?: boolean;
}

const MAXIMUM_HARTS = 8;

/** Returns `count`. Throws a RangeError if a machine cannot have this many harts. */
export function checkHarts(count: number): number {
  if (!Number.isInteger(count) || count < 1 || count > MAXIMUM_HARTS) {
    throw new RangeError(`harts is ${count}: it must be a whole number from 1 to ${MAXIMUM_HARTS}`);
  }
  return count;
}

/** Situations of exercise 11, as plain data: some VMs, and what their guests do. */
import type { GuestAccess } from '../../../src/hypervisor/index.js';

export interface VmSpec {
  /** Guest-physical address of the first byte; a multiple of 4096, below 2^34. */
  readonly base: number;
  /** At most MAX_PAGES. */
  readonly pages: number;
  /** Numbers of pages, counted from the base, that have no memory. */
  readonly holes?: readonly number[];
  /** Default: true. */
  readonly devices?: boolean;
}

/** The VM of the task page's examples: 128 KiB. */
export const EXAMPLE_VM: VmSpec = { base: 0x8000_0000, pages: 32 };

/** One access of a VM's guest, and all that matters about the guest. */
export interface AccessStep extends GuestAccess {
  /** Number in the situation's list. Default: 0. */
  readonly vm?: number;
  readonly mode: number;
  readonly satp: number;
  readonly sum?: boolean;
  readonly mxr?: boolean;
}

/** The guest writes words to its memory, by guest-physical address. */
export interface WriteStep {
  readonly vm?: number;
  readonly write: Readonly<Record<number, number>>;
}

export interface Situation {
  /** At most MAX_VMS. Default: the example VM alone. All have machine frames of the same memory. */
  readonly vms?: readonly VmSpec[];
  /** In order. Memory is 0 before the first. */
  readonly steps: readonly (AccessStep | WriteStep)[];
}

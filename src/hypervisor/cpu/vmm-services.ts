/** What the VMM lends to the modes: the machine, the parts that complete the VMM, and the ledger. */
import type { Machine } from '../../machine/index.js';
import type { Ledger } from '../accounting/index.js';
import type { Parts } from '../parts/index.js';
import type { FrameAllocator } from '../sockets/index.js';

export interface VmmServices {
  readonly machine: Machine;
  readonly parts: Parts;
  readonly allocator: FrameAllocator;
  readonly ledger: Ledger;
  /** Whether the virtual hart sets accessed and dirty bits in the guest's page tables, or faults where they are not set. */
  readonly accessedDirty: 'hardware' | 'trap';
}

/**
 * What this room needs to know of the hart that accesses memory. The hart itself lives on a floor above (hart/hart.ts): it
 * has all of this, and memory knows no more of it.
 */
import type { Tracer } from '../isa/index.js';
import type { AddressPath } from './address-path.js';
import type { Cache } from './cache.js';
import type { Lookasides } from './lookasides.js';
import type { Memory } from './memory.js';
import type { Pmp } from './pmp.js';
import type { Tlbs } from './tlbs.js';

export interface MemoryUser {
  readonly memory: Memory;
  readonly pmp: Pmp | undefined;
  readonly cache: Cache | undefined;
  readonly tlbs: Tlbs;
  readonly lookasides: Lookasides;
  readonly trace: Tracer | undefined;

  /** The privilege mode, and whether a guest runs in it. */
  readonly mode: number;
  readonly virtual: boolean;
  /** The CSRs' values by number, and whether one of PMP was written since refreshPaths looked. */
  readonly csr: { readonly values: Uint32Array; pmpChanged: boolean };
  /** What a walk does about accessed and dirty bits that are not set. */
  readonly accessedDirty: 'hardware' | 'trap';

  /** The ways to memory: of fetches, and of loads and stores. */
  readonly fetchPath: AddressPath;
  readonly dataPath: AddressPath;

  /** Physical address of the word that LR.W reserved; negative: none. */
  readonly reservation: number;
  readonly peers: readonly MemoryUser[];
  /** Has one of the peers a reservation? */
  readonly peersReserve: boolean;
  clearReservation(): void;

  readonly counters: { chargeTlbMiss(): void; chargeCacheMiss(): void };
  flushTlb(): void;
  /** The current instruction raises this exception. `guest`: what a guest-page fault says beside its address. */
  raise(cause: number, value: number, guest?: GuestFault): 0;
}

/** What a guest-page fault tells the hypervisor. Privileged specification 1.12, sections 8.2.8 and 8.6.3. */
export interface GuestFault {
  /** The guest-physical address, of 34 bits. */
  readonly guestPhysical: number;
  /** Where it was met while a table was walked: the pseudoinstruction for htinst. Else 0. */
  readonly pseudoinstruction: number;
}

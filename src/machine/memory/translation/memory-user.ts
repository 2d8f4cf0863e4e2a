/**
 * What this room needs to know about the hart that accesses memory. The class Hart implements this interface on a floor
 * above (hart/hart.ts). This room must not import it, and needs no more of it than this.
 */
import type { Tracer } from '../../isa/index.js';
import type { Cache, Memory } from '../physical/index.js';
import type { Lookasides, Tlbs } from '../tlb/index.js';
import type { AddressPath } from './address-path.js';
import type { Pmp } from './pmp.js';
import type { Access, TableEntry, Walk } from './sv32.js';

export interface MemoryUser {
  readonly memory: Memory;
  readonly pmp: Pmp | undefined;
  readonly cache: Cache | undefined;
  readonly tlbs: Tlbs;
  /** Walks the table of satp. */
  readonly satpWalk: TableWalker;
  readonly lookasides: Lookasides;
  readonly trace: Tracer | undefined;

  /** The privilege mode, and whether it is a mode of a guest (V = 1). */
  readonly mode: number;
  readonly virtual: boolean;
  /** The values of the CSRs by number, and whether a PMP register was written since the last refreshPaths. */
  readonly csr: { readonly values: Uint32Array; pmpChanged: boolean };
  /** What a page-table walk does when an accessed or dirty bit is not set: set it, or fault. */
  readonly accessedDirty: 'hardware' | 'trap';

  /** How fetches reach memory, and how loads and stores do. */
  readonly fetchPath: AddressPath;
  readonly dataPath: AddressPath;

  /** Physical address of the word that LR.W reserved; negative if there is none. */
  readonly reservation: number;
  /** Those whose reservations a store of this hart ends. */
  readonly rivals: readonly Reserver[];
  /** Does any of them have a reservation? */
  readonly peersReserve: boolean;
  clearReservation(): void;

  readonly counters: { chargeTlbMiss(): void; chargeCacheMiss(): void };
  flushTlb(): void;
  /** Raises this exception for the current instruction. `guest` says more about a guest-page fault. */
  raise(cause: number, value: number, guest?: GuestFault): 0;
}

/** Walks the table of satp for this hart; SatpWalk in satp-walk.ts. `entries`: where a trace wants to have the entries that are read. */
export interface TableWalker {
  walk(address: number, access: Access, supervisor: boolean, entries: TableEntry[] | undefined): Walk;
}

/** What a guest-page fault reports to the hypervisor. Privileged specification 1.12, sections 8.2.8 and 8.6.3. */
export interface GuestFault {
  /** The guest-physical address that faulted (34 bits). */
  readonly guestPhysical: number;
  /** For htinst: the pseudoinstruction, if the walk of the guest's own table caused the fault. Otherwise 0. */
  readonly pseudoinstruction: number;
}

/** Whoever can have a reservation: another hart, or a vCPU that this hart will run again. */
export interface Reserver {
  /** Physical address of the word; negative if there is none. */
  readonly reservation: number;
  clearReservation(): void;
}

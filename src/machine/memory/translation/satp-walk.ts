/**
 * The walk of the table that satp names, for one hart. A hart has one such object and uses it again for each walk: a kernel that changes
 * the address space often walks so much that new objects for each walk would cost more than the walk.
 */
import { Csr, SATP_PPN } from '../../isa/index.js';
import type { Memory } from '../physical/index.js';
import type { MemoryUser } from './memory-user.js';
import { locateEntry } from './physical-access.js';
import { type Access, type TableEntry, type TableWalk, type Walk, walkTable } from './sv32.js';

export class SatpWalk implements TableWalk {
  root = 0;
  address = 0;
  access: Access = 0;
  supervisor = false;
  status = 0;
  accessedDirty: 'hardware' | 'trap' = 'hardware';
  entries: TableEntry[] | undefined;
  readonly memory: Memory;
  readonly locate: (entry: number, access: Access) => number | undefined;
  readonly #hart: MemoryUser;

  constructor(hart: MemoryUser) {
    this.#hart = hart;
    this.memory = hart.memory;
    this.locate = (entry, access) => locateEntry(hart, entry, access);
  }

  /** `entries`: where a trace wants to have the entries that are read. */
  walk(address: number, access: Access, supervisor: boolean, entries: TableEntry[] | undefined): Walk {
    const { values } = this.#hart.csr;
    this.root = values[Csr.satp]! & SATP_PPN;
    this.address = address >>> 0;
    this.access = access;
    this.supervisor = supervisor;
    this.status = values[Csr.mstatus]!;
    this.accessedDirty = this.#hart.accessedDirty;
    this.entries = entries;
    return walkTable(this);
  }
}

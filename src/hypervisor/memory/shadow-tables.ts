/**
 * Shadow page tables: the Sv32 tables that the hardware walks while a guest runs. They lie in machine frames of the VMM. A page fault
 * fills one page. The tables of an address space stay when the guest switches to another one, and a fence of the guest removes only
 * what was made from entries that the guest has changed (guest-tables.ts).
 * Privileged specification 1.12, section 4.3.
 */
import {
  PAGE_BYTES,
  PTE_PPN_SHIFT,
  PTE_X,
  SATP_ASID_SHIFT,
  SATP_MODE_SV32,
  type Memory,
} from '../../machine/index.js';
import { GuestTables } from './guest-tables.js';
import { Places } from './places.js';
import { entryAddress, leaf, pointerTo, type Rights, target } from './shadow-entry.js';
import { guestEntry, isStale, type ShadowRoot, type ShadowTable } from './shadow-table.js';
import { TableFrames } from './table-frames.js';

/** Twice the entries of a table: each can allow writes and execution. A guest that changes its mappings for ever makes more of them. */
const PLACES_PER_FRAME = 2048;

/** An address space of the guest in one view and context, as a number: see shadow-address-space.ts. These are its low four bits. */
export type SpaceKey = number;

export interface Access {
  /** Guest-virtual. */
  readonly address: number;
  readonly kind: 'fetch' | 'load' | 'store';
}

export class ShadowTables {
  readonly #memory: Memory;
  readonly #frames: TableFrames;
  /** Flushes the hart's TLB. */
  readonly #flushTlb: () => void;
  readonly #guestTables: GuestTables;
  /** For each frame that the guest may execute: the machine addresses of the shadow entries that allow it, or did. */
  readonly #executable = new Places();
  readonly #roots = new Map<SpaceKey, ShadowRoot>();
  readonly #tables = new Map<string, ShadowTable>();

  /**
   * `frames`: machine frames for the tables. At least three: a root, a table for the fetch and one for its operand.
   * `firstAsid`: the first of SHADOW_ROOTS numbers with which the TLB tags the translations.
   */
  constructor(memory: Memory, frames: readonly number[], firstAsid: number, flushTlb: () => void) {
    this.#memory = memory;
    this.#frames = new TableFrames(memory, frames, firstAsid);
    this.#flushTlb = flushTlb;
    this.#guestTables = new GuestTables(memory, flushTlb);
  }

  /** The hart's satp for a guest in this address space. */
  satp(space: SpaceKey): number {
    const { frame, asid } = this.#root(space);
    return (SATP_MODE_SV32 | (asid << SATP_ASID_SHIFT) | frame) >>> 0;
  }

  /**
   * Maps the page of an access to a machine frame. `entries`: the machine addresses of the guest's own page-table entries that say so,
   * from its root on; none without paging.
   */
  map(
    space: SpaceKey,
    { address, kind }: Access,
    frame: number,
    rights: Rights,
    entries: readonly number[],
  ): void {
    const key = tableKey(space, address, entries);
    const newRoot = !this.#roots.has(space);
    const needed = (newRoot ? 1 : 0) + (this.#tables.has(key) ? 0 : 1);
    const places = this.#executable.count + this.#guestTables.placeCount;
    const tooMany = places > PLACES_PER_FRAME * this.#frames.count;
    if (tooMany || !this.#frames.suffice(needed, newRoot)) {
      this.forget(); // the tables are a cache: the guest's next faults fill them again
    }
    entries.forEach((entry) => this.#guestTables.add(entry));
    const root = this.#root(space);
    const table = this.#table(key, entries);
    this.#link(root, address >>> 22, table, entries);

    const index = (address >>> 12) & 0x3ff;
    const place = entryAddress(table.frame, index);
    const write = rights.write && this.#mayWrite(frame, kind);
    if (write) {
      this.#guestTables.allowWrites(frame, place);
    }
    if (rights.execute) {
      this.#executable.add(frame, place);
    }
    const old = this.#memory.read32(place);
    const entry = leaf(frame, { ...rights, write });
    this.#memory.write32(place, entry);
    const last = entries.at(-1);
    if (last !== undefined) {
      table.entries.set(index, guestEntry(this.#memory, last));
    }
    if ((old & ~entry) !== 0 || (old !== 0 && old >>> PTE_PPN_SHIFT !== frame)) {
      this.#flushTlb(); // an entry that only gains rights needs none: the hart looks again before it faults
    }
  }

  /** The machine address that a guest-virtual one is mapped to; undefined when it is not mapped. */
  lookup(space: SpaceKey, address: number): number | undefined {
    return target(this.#entry(space, address), address);
  }

  /** The same for an address from which the guest may fetch; undefined when it may not. */
  lookupExecutable(space: SpaceKey, address: number): number | undefined {
    const entry = this.#entry(space, address);
    return (entry & PTE_X) === 0 ? undefined : target(entry, address);
  }

  #entry(space: SpaceKey, address: number): number {
    const table = this.#roots.get(space)?.links.get(address >>> 22)?.table;
    return table === undefined ? 0 : this.#memory.read32(entryAddress(table.frame, (address >>> 12) & 0x3ff));
  }

  /** From now on each write of the guest to this frame of its memory is a page fault, until unwatch(). */
  watch(frame: number): void {
    this.#guestTables.watch(frame);
  }

  unwatch(frame: number): void {
    this.#guestTables.unwatch(frame);
  }

  /** Nothing executes this frame any more: the guest's next fetch from it is a page fault. */
  stopExecution(frame: number): void {
    for (const place of this.#executable.take(frame)) {
      const entry = this.#memory.read32(place);
      if (entry >>> PTE_PPN_SHIFT === frame && (entry & PTE_X) !== 0) {
        this.#memory.write32(place, 0); // with its other rights, which come back at the next access
      }
    }
    this.#flushTlb();
  }

  /** The VMM, or a device, has written to this machine frame of the guest. */
  written(frame: number): void {
    this.#guestTables.written(frame);
  }

  /** The guest fences: what it has changed in its tables counts from now on. */
  fence(): void {
    let changed = false;
    for (const frame of this.#guestTables.takeWritten()) {
      const tables = [...this.#tables.values()].filter(({ source }) => source === frame);
      const roots = [...this.#roots.values()].filter(({ source }) => source === frame);
      changed = tables.map((table) => this.#checkTable(table)).includes(true) || changed;
      changed = roots.map((root) => this.#checkRoot(root)).includes(true) || changed;
      if (tables.every(({ entries }) => entries.size === 0) && roots.every(({ links }) => links.size === 0)) {
        this.#guestTables.remove(frame);
      } else {
        this.#guestTables.protect(frame);
      }
    }
    if (changed) {
      this.#flushTlb();
    }
  }

  /** Forgets all translations, of all address spaces. */
  forget(): void {
    this.#roots.clear();
    this.#tables.clear();
    this.#guestTables.clear();
    this.#executable.clear();
    this.#frames.takeBackAll();
    this.#flushTlb();
  }

  /** A page table of the guest may be written to only after this was noticed. */
  #mayWrite(frame: number, kind: Access['kind']): boolean {
    if (kind === 'store') {
      this.#guestTables.written(frame);
    }
    return !this.#guestTables.isProtected(frame);
  }

  /** Removes what was made from entries that have changed. Returns whether there was any. */
  #checkTable(table: ShadowTable): boolean {
    const stale = [...table.entries].filter(([, entry]) => isStale(this.#memory, entry));
    for (const [index] of stale) {
      this.#memory.write32(entryAddress(table.frame, index), 0);
      table.entries.delete(index);
    }
    if (table.entries.size === 0) {
      this.#removeTable(table);
    }
    return stale.length > 0;
  }

  #checkRoot(root: ShadowRoot): boolean {
    const stale = [...root.links].filter(([, { pointer }]) => pointer && isStale(this.#memory, pointer));
    for (const [index] of stale) {
      this.#unlink(root, index);
    }
    if (root.links.size === 0) {
      this.#roots.delete(root.key);
      this.#frames.takeBack(root.frame);
      this.#frames.takeBackAsid(root.asid);
      return true; // its ASID may get another meaning
    }
    return stale.length > 0;
  }

  #removeTable(table: ShadowTable): void {
    for (const root of table.parents) {
      for (const [index, link] of root.links) {
        if (link.table === table) {
          this.#unlink(root, index);
        }
      }
    }
    this.#tables.delete(table.key);
    this.#frames.takeBack(table.frame);
  }

  #link(root: ShadowRoot, index: number, table: ShadowTable, entries: readonly number[]): void {
    const [first] = entries;
    root.source = first === undefined ? undefined : Math.floor(first / PAGE_BYTES);
    const old = root.links.get(index);
    if (old !== undefined && old.table !== table) {
      this.#unlink(root, index);
      this.#flushTlb();
    }
    const pointer = entries.length > 1 ? guestEntry(this.#memory, entries[0]!) : undefined;
    root.links.set(index, { table, pointer });
    table.parents.add(root);
    this.#memory.write32(entryAddress(root.frame, index), pointerTo(table.frame));
  }

  #unlink(root: ShadowRoot, index: number): void {
    const table = root.links.get(index)?.table;
    root.links.delete(index);
    if (table !== undefined && ![...root.links.values()].some((link) => link.table === table)) {
      table.parents.delete(root);
    }
    this.#memory.write32(entryAddress(root.frame, index), 0);
  }

  #root(key: SpaceKey): ShadowRoot {
    let root = this.#roots.get(key);
    if (root === undefined) {
      if (!this.#frames.suffice(1, true)) {
        this.forget();
      }
      root = {
        key,
        frame: this.#frames.take(),
        asid: this.#frames.takeAsid(),
        source: undefined,
        links: new Map(),
      };
      this.#roots.set(key, root);
    }
    return root;
  }

  #table(key: string, entries: readonly number[]): ShadowTable {
    let table = this.#tables.get(key);
    if (table === undefined) {
      const last = entries.at(-1);
      const source = last === undefined ? undefined : Math.floor(last / PAGE_BYTES);
      table = { key, frame: this.#frames.take(), source, entries: new Map(), parents: new Set() };
      this.#tables.set(key, table);
    }
    return table;
  }
}

/**
 * Which shadow table serves an address: that of the guest's table in this context; or of its superpage; or of 4 MiB of an address
 * space without tables: without paging, or whose root is not in memory.
 */
function tableKey(space: SpaceKey, address: number, entries: readonly number[]): string {
  const context = space & 15;
  const last = entries.at(-1);
  if (last === undefined) {
    return `without tables ${space} ${address >>> 22}`;
  }
  return entries.length === 1
    ? `superpage ${last} ${context}`
    : `table ${Math.floor(last / PAGE_BYTES)} ${context}`;
}

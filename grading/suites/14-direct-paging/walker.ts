/**
 * Walks all tables that are in use, from the pins and base pointers that were granted, in the machine's own memory, and counts what
 * it finds: independent of any part, and of the reference. It also says what it should never find.
 */
import type { FrameInfo, FrameRights, FrameType } from '../../../src/hypervisor/index.js';
import { PTE_G, PTE_PPN_SHIFT, PTE_R, PTE_V, PTE_W, PTE_X } from '../../../src/machine/index.js';
import { spellNumber } from '../../rig/both-sides/index.js';
import type { TableMemory } from './table-memory.js';

/** What the VMs have been granted: whoever walks begins here. */
export interface Uses {
  readonly pins: ReadonlyMap<number, { readonly vm: number; readonly level: 1 | 2 }>;
  /** By 'vm base'. */
  readonly bases: ReadonlyMap<string, { readonly vm: number; readonly root: number }>;
}

export type BreachKind = 'foreign' | 'table' | 'reserved';
export interface Breach {
  readonly kind: BreachKind;
  readonly text: string;
}

interface Count {
  l1: number;
  l2: number;
  writable: number;
  plain: number;
}

const NO_COUNT: Readonly<Count> = { l1: 0, l2: 0, writable: 0, plain: 0 };

export interface Found {
  readonly breaches: readonly Breach[];
  infoOf(frame: number): FrameInfo;
  isTable(frame: number): boolean;
}

export function walkTables(
  memory: TableMemory,
  { pins, bases }: Uses,
  rights: (vm: number, frame: number) => FrameRights,
): Found {
  const counts = new Map<number, Count>();
  const breaches: Breach[] = [];
  const countOf = (frame: number): Count => {
    const count = counts.get(frame) ?? { ...NO_COUNT };
    counts.set(frame, count);
    return count;
  };
  const breach = (kind: BreachKind, text: string) => breaches.push({ kind, text });
  /** The first use of a frame as a table of this level walks it. */
  const use = (vm: number, frame: number, level: 1 | 2) => {
    if (rights(vm, frame) !== 'own') {
      breach('foreign', `${spellNumber(frame)} is a table of VM ${vm}, and not its own`);
    }
    const count = countOf(frame);
    const first = level === 1 ? count.l1++ === 0 : count.l2++ === 0;
    if (first && level === 1) {
      walkL1(vm, frame);
    } else if (first) {
      walkL2(vm, frame);
    }
  };

  function walkL2(vm: number, table: number): void {
    memory.forEachWord(table, (entry, index) => {
      if (!(entry & PTE_V)) {
        return;
      }
      if (entry & (PTE_R | PTE_W | PTE_X | PTE_G)) {
        breach('reserved', `entry ${index} of the L2 table ${spellNumber(table)} is no pointer`);
      } else {
        use(vm, entry >>> PTE_PPN_SHIFT, 1);
      }
    });
  }

  function walkL1(vm: number, table: number): void {
    memory.forEachWord(table, (entry, index) => {
      if (!(entry & PTE_V)) {
        return;
      }
      const where = () => `entry ${index} of the L1 table ${spellNumber(table)}`;
      const writable = (entry & PTE_W) !== 0;
      if (!(entry & (PTE_R | PTE_X)) || (writable && !(entry & PTE_R)) || entry & PTE_G) {
        breach('reserved', `${where()} is reserved`);
        return;
      }
      const frame = entry >>> PTE_PPN_SHIFT;
      const right = rights(vm, frame);
      if (right === 'none' || (writable && right === 'read')) {
        breach('foreign', `${where()} maps ${spellNumber(frame)}, to which VM ${vm} has not the right`);
      }
      countOf(frame)[writable ? 'writable' : 'plain']++;
    });
  }

  pins.forEach(({ vm, level }, frame) => use(vm, frame, level));
  bases.forEach(({ vm, root }) => use(vm, root, 2));
  for (const [frame, { l1, l2, writable }] of counts) {
    if (l1 > 0 && l2 > 0) {
      breach('table', `${spellNumber(frame)} is a table of both levels`);
    }
    if (l1 + l2 > 0 && writable > 0) {
      breach('table', `${spellNumber(frame)} is a table, and mapped for stores`);
    }
  }

  return {
    breaches,
    infoOf(frame) {
      const { l1, l2, writable, plain } = counts.get(frame) ?? NO_COUNT;
      const type: FrameType = l2 > 0 ? 'l2' : l1 > 0 ? 'l1' : writable > 0 ? 'writable' : 'none';
      const uses = l2 + l1 + writable;
      return { type, uses, references: uses + plain, pinned: pins.has(frame) };
    },
    isTable(frame) {
      const count = counts.get(frame);
      return count !== undefined && count.l1 + count.l2 > 0;
    },
  };
}

/**
 * The reference: Xen's direct paging. A frame that begins to be a table has each of its entries taken, one that ceases to be one
 * has them dropped; all else is counting. (Barham et al. 2003, section 3.3.3; Xen's get_page_type and put_page_type.)
 */
import {
  PagingError,
  type DirectPagingPart,
  type FrameType,
  type PageBase,
  type PageUpdate,
} from '../../src/hypervisor/index.js';
import {
  PTE_A,
  PTE_D,
  PTE_G,
  PTE_PPN_SHIFT,
  PTE_R,
  PTE_U,
  PTE_V,
  PTE_W,
  PTE_X,
} from '../../src/machine/index.js';

type TableType = 'l1' | 'l2';
interface State {
  type: FrameType;
  uses: number;
  references: number;
  /** The VM that has pinned it. */
  pinnedBy: number | undefined;
}

const ENTRIES = 1024;
const LEAF = PTE_R | PTE_W | PTE_X;
const { Success, InvalidParam, Denied, Busy, NotPinned } = PagingError;

export const directPaging: DirectPagingPart = (machine) => {
  const states = new Map<number, State>();
  const bases = new Map<string, number>();

  function stateOf(frame: number): State {
    const known = states.get(frame);
    if (known) {
      return known;
    }
    const state: State = { type: 'none', uses: 0, references: 0, pinnedBy: undefined };
    states.set(frame, state);
    return state;
  }

  /** One more use of the frame as a table. The first one validates its entries. */
  function takeTable(vm: number, frame: number, type: TableType): number {
    if (machine.rightsTo(vm, frame) !== 'own') {
      return Denied;
    }
    const state = stateOf(frame);
    if (state.uses > 0 && state.type !== type) {
      return Busy;
    }
    // Counted before its entries are looked at: one that maps this very frame for stores must find that it is a table.
    take(state, type);
    const error = state.uses === 1 ? takeEntries(vm, frame, type) : Success;
    if (error !== Success) {
      drop(state);
    }
    return error;
  }

  function dropTable(frame: number): void {
    const state = stateOf(frame);
    if (state.uses === 1) {
      dropEntries(frame, state.type as TableType, ENTRIES);
    }
    drop(state);
  }

  function take(state: State, type: FrameType): void {
    state.type = type;
    state.uses++;
    state.references++;
  }

  function drop(state: State): void {
    state.uses--;
    state.references--;
    if (state.uses === 0) {
      state.type = 'none';
    }
  }

  /** All of a table's entries, or none of them. */
  function takeEntries(vm: number, table: number, type: TableType): number {
    for (let index = 0; index < ENTRIES; index++) {
      const error = takeEntry(vm, type, machine.readEntry(table, index));
      if (error !== Success) {
        dropEntries(table, type, index);
        return error;
      }
    }
    return Success;
  }

  /** The first `count` entries of a table. */
  function dropEntries(table: number, type: TableType, count: number): void {
    for (let index = 0; index < count; index++) {
      dropEntry(type, machine.readEntry(table, index));
    }
  }

  function takeEntry(vm: number, type: TableType, entry: number): number {
    if (!(entry & PTE_V)) {
      return Success;
    }
    if (isReserved(type, entry)) {
      return InvalidParam;
    }
    const frame = entry >>> PTE_PPN_SHIFT;
    if (type === 'l2') {
      return takeTable(vm, frame, 'l1');
    }
    const rights = machine.rightsTo(vm, frame);
    const writable = Boolean(entry & PTE_W);
    if (rights === 'none' || (writable && rights === 'read')) {
      return Denied;
    }
    const state = stateOf(frame);
    if (!writable) {
      state.references++;
      return Success;
    }
    if (state.type !== 'none' && state.type !== 'writable') {
      return Busy;
    }
    take(state, 'writable');
    return Success;
  }

  function dropEntry(type: TableType, entry: number): void {
    if (!(entry & PTE_V)) {
      return;
    }
    const frame = entry >>> PTE_PPN_SHIFT;
    if (type === 'l2') {
      dropTable(frame);
    } else if (entry & PTE_W) {
      drop(stateOf(frame));
    } else {
      stateOf(frame).references--;
    }
  }

  /** What the new entry needs is taken before the old one is dropped: so a refusal has nothing to mend. */
  function updateOne(vm: number, { frame, index, entry }: PageUpdate): number {
    if (machine.rightsTo(vm, frame) !== 'own') {
      return Denied;
    }
    const { type } = stateOf(frame);
    if (type !== 'l1' && type !== 'l2') {
      machine.writeEntry(frame, index, entry); // no table: the VM could write there itself
      return Success;
    }
    const error = takeEntry(vm, type, entry);
    if (error === Success) {
      const old = machine.readEntry(frame, index);
      machine.writeEntry(frame, index, entry);
      dropEntry(type, old);
    }
    return error;
  }

  function setBase(vm: number, base: PageBase, root: number | undefined): number {
    const error = root === undefined ? Success : takeTable(vm, root, 'l2');
    if (error !== Success) {
      return error;
    }
    const key = `${vm} ${base}`;
    const old = bases.get(key);
    if (root === undefined) {
      bases.delete(key);
    } else {
      bases.set(key, root);
    }
    if (old !== undefined) {
      dropTable(old);
    }
    return Success;
  }

  function unpinNow(frame: number): void {
    stateOf(frame).pinnedBy = undefined;
    dropTable(frame);
  }

  return {
    pin(vm, frame, level) {
      if (machine.rightsTo(vm, frame) !== 'own') {
        return Denied;
      }
      if (stateOf(frame).pinnedBy !== undefined) {
        return Busy;
      }
      const error = takeTable(vm, frame, level === 1 ? 'l1' : 'l2');
      if (error === Success) {
        stateOf(frame).pinnedBy = vm;
      }
      return error;
    },
    unpin(vm, frame) {
      if (machine.rightsTo(vm, frame) !== 'own') {
        return Denied;
      }
      if (stateOf(frame).pinnedBy === undefined) {
        return NotPinned;
      }
      unpinNow(frame);
      return Success;
    },
    update(vm, updates) {
      for (const [done, one] of updates.entries()) {
        const error = updateOne(vm, one);
        if (error !== Success) {
          return { error, done };
        }
      }
      return { error: Success, done: updates.length };
    },
    setBase,
    end(vm) {
      setBase(vm, 'kernel', undefined);
      setBase(vm, 'user', undefined);
      const pinned = [...states].filter(([, state]) => state.pinnedBy === vm);
      pinned.forEach(([frame]) => unpinNow(frame));
    },
    info(frame) {
      const { type, uses, references, pinnedBy } = stateOf(frame);
      return { type, uses, references, pinned: pinnedBy !== undefined };
    },
  };
};

/** What no table may hold. A pointer has none of R, W, X, and none of the bits that belong to leaves. */
function isReserved(type: TableType, entry: number): boolean {
  // A global translation would outlive the change from the kernel's table to the user's.
  if (entry & PTE_G) {
    return true;
  }
  if (type === 'l2') {
    return Boolean(entry & (LEAF | PTE_A | PTE_D | PTE_U)); // a leaf would be a superpage
  }
  return !(entry & (PTE_R | PTE_X)) || (entry & (PTE_R | PTE_W)) === PTE_W;
}

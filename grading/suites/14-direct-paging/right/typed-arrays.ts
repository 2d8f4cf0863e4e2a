/** Another design: one array for each count, with a place for every frame number, and a list of work in place of recursion. */
import { PagingError, type DirectPagingPart, type PageBase } from '../../src/hypervisor/index.js';

const FRAMES = 2 ** 22;
const ENTRIES = 1024;
const TYPES = ['none', 'writable', 'l1', 'l2'] as const;
const NONE = 0;
const WRITABLE = 1;
const L1 = 2;
/** By the low six bits of an entry: whether it may stand in an L1 table. */
const leafAllowed = Array.from({ length: 64 }, (_, bits) => {
  const [r, w, x, g] = [bits & 2, bits & 4, bits & 8, bits & 32];
  return !g && (r || x) && !(w && !r);
});
/** D to V: a pointer has V alone. */
const POINTER = 0xff;

/** What a valid entry of a table of this type uses its frame as. NONE: for loads. */
const targetOf = (type: number, entry: number): number => (type > L1 ? L1 : entry & 4 ? WRITABLE : NONE);

export const directPaging: DirectPagingPart = ({ rightsTo, readEntry, writeEntry }) => {
  const uses = new Uint32Array(FRAMES);
  const references = new Uint32Array(FRAMES);
  const types = new Uint8Array(FRAMES);
  const pins = new Map<number, number>();
  const roots = new Map<string, number>();

  /** Counts one use of `frame` as `type` away (NONE: one reference), and all that its entries used if it was the last one. */
  function drop(frame: number, type: number): void {
    const work: [number, number][] = [[frame, type]];
    for (let next = work.pop(); next; next = work.pop()) {
      const [at, as] = next;
      references[at]! -= 1;
      if (as === NONE || --uses[at]! > 0) {
        continue;
      }
      types[at] = NONE;
      if (as >= L1) {
        for (let index = 0; index < ENTRIES; index++) {
          const entry = readEntry(at, index);
          if (entry & 1) {
            work.push([entry >>> 10, targetOf(as, entry)]);
          }
        }
      }
    }
  }

  /** Counts one use of a table; its entries with it, if it is the first one. All counts are back when that is refused. */
  function takeTable(vm: number, frame: number, type: number): number {
    if (rightsTo(vm, frame) !== 'own') {
      return PagingError.Denied;
    }
    if (types[frame] !== NONE && types[frame] !== type) {
      return PagingError.Busy;
    }
    types[frame] = type;
    references[frame]! += 1;
    if (++uses[frame]! > 1) {
      return PagingError.Success;
    }
    const taken: [number, number][] = [];
    for (let index = 0; index < ENTRIES; index++) {
      const entry = readEntry(frame, index);
      const error = take(vm, type, entry);
      if (error !== PagingError.Success) {
        taken.forEach(([at, as]) => {
          drop(at, as);
        });
        uses[frame] = 0;
        types[frame] = NONE;
        references[frame]! -= 1;
        return error;
      }
      if (entry & 1) {
        taken.push([entry >>> 10, targetOf(type, entry)]);
      }
    }
    return PagingError.Success;
  }

  function take(vm: number, type: number, entry: number): number {
    if (!(entry & 1)) {
      return PagingError.Success;
    }
    const frame = entry >>> 10;
    if (type > L1) {
      return (entry & POINTER) === 1 ? takeTable(vm, frame, L1) : PagingError.InvalidParam;
    }
    if (!leafAllowed[entry & 63]) {
      return PagingError.InvalidParam;
    }
    const rights = rightsTo(vm, frame);
    const writes = (entry & 4) > 0;
    if (!(writes ? ['own', 'write'] : ['own', 'write', 'read']).includes(rights)) {
      return PagingError.Denied;
    }
    if (writes) {
      if (types[frame]! > WRITABLE) {
        return PagingError.Busy;
      }
      types[frame] = WRITABLE;
      uses[frame]! += 1;
    }
    references[frame]! += 1;
    return PagingError.Success;
  }

  function updateOne(vm: number, frame: number, index: number, entry: number): number {
    if (rightsTo(vm, frame) !== 'own') {
      return PagingError.Denied;
    }
    const type = types[frame]!;
    const old = type >= L1 ? readEntry(frame, index) : 0;
    const error = type >= L1 ? take(vm, type, entry) : PagingError.Success;
    if (error === PagingError.Success) {
      writeEntry(frame, index, entry);
      if (old & 1) {
        drop(old >>> 10, targetOf(type, old));
      }
    }
    return error;
  }

  const setRoot = (key: string, root: number | undefined) => {
    const old = roots.get(key);
    if (root === undefined) {
      roots.delete(key);
    } else {
      roots.set(key, root);
    }
    if (old !== undefined) {
      drop(old, L1 + 1);
    }
  };

  return {
    pin(vm, frame, level) {
      if (rightsTo(vm, frame) !== 'own') {
        return PagingError.Denied;
      }
      const error = pins.has(frame) ? PagingError.Busy : takeTable(vm, frame, L1 + level - 1);
      if (error === PagingError.Success) {
        pins.set(frame, vm);
      }
      return error;
    },
    unpin(vm, frame) {
      if (rightsTo(vm, frame) !== 'own') {
        return PagingError.Denied;
      }
      if (!pins.delete(frame)) {
        return PagingError.NotPinned;
      }
      drop(frame, types[frame]!);
      return PagingError.Success;
    },
    update(vm, updates) {
      let error: number = PagingError.Success;
      const done = updates.findIndex(({ frame, index, entry }) => {
        error = updateOne(vm, frame, index, entry);
        return error !== PagingError.Success;
      });
      return { error, done: done < 0 ? updates.length : done };
    },
    setBase(vm, base: PageBase, root) {
      const error = root === undefined ? PagingError.Success : takeTable(vm, root, L1 + 1);
      if (error === PagingError.Success) {
        setRoot(`${vm} ${base}`, root);
      }
      return error;
    },
    end(vm) {
      [...pins].forEach(([frame, by]) => {
        if (by === vm) {
          pins.delete(frame);
          drop(frame, types[frame]!);
        }
      });
      setRoot(`${vm} kernel`, undefined);
      setRoot(`${vm} user`, undefined);
    },
    info: (frame) => ({
      type: TYPES[types[frame]!]!,
      uses: uses[frame]!,
      references: references[frame]!,
      pinned: pins.has(frame),
    }),
  };
};

/** Another design: every operation works on a layer above the counts, which is merged when all is right and thrown away when not. */
import { PagingError, type DirectPagingPart, type FrameType } from '../../src/hypervisor/index.js';
import { PTE_PPN_SHIFT, PTE_V } from '../../src/machine/index.js';

interface Frame {
  readonly type: FrameType;
  readonly uses: number;
  readonly loads: number;
  readonly pin: number | null;
}
type Layer = Map<number, Frame>;
type Type = 'l1' | 'l2' | 'writable';
const blank: Frame = Object.freeze({ type: 'none', uses: 0, loads: 0, pin: null });

/** Which of the low eight bits, D A G U X W R V, an L1 entry may have: R or X, W only with R, and no G. */
const leaves = new Set<number>();
for (let bits = 0; bits < 256; bits++) {
  const [r, w, x, g] = [bits & 2, bits & 4, bits & 8, bits & 32];
  if (bits & PTE_V && !g && (r || (x && !w))) {
    leaves.add(bits);
  }
}

export const directPaging: DirectPagingPart = (machine) => {
  const merged: Layer = new Map();
  const bases = new Map<number, { kernel?: number | undefined; user?: number | undefined }>();

  function begin() {
    const layer: Layer = new Map();
    const get = (frame: number) => layer.get(frame) ?? merged.get(frame) ?? blank;
    const set = (frame: number, to: Partial<Frame>) => {
      const next = { ...get(frame), ...to };
      layer.set(frame, next.uses === 0 ? { ...next, type: 'none' } : next);
    };

    function* entriesOf(frame: number): Generator<number> {
      for (let index = 0; index < 1024; index++) {
        const entry = machine.readEntry(frame, index);
        if (entry & PTE_V) {
          yield entry;
        }
      }
    }

    /** 0, or why the frame cannot have this use. */
    function use(vm: number, frame: number, type: Type): number {
      const right = machine.rightsTo(vm, frame);
      if (right !== 'own' && !(type === 'writable' && right === 'write')) {
        return PagingError.Denied;
      }
      const before = get(frame);
      if (before.uses > 0 && before.type !== type) {
        return PagingError.Busy;
      }
      set(frame, { type, uses: before.uses + 1 });
      if (before.uses === 0 && type !== 'writable') {
        for (const entry of entriesOf(frame)) {
          const error = enter(vm, type, entry);
          if (error !== 0) {
            return error;
          }
        }
      }
      return 0;
    }

    function enter(vm: number, table: Type, entry: number): number {
      if (!(entry & PTE_V)) {
        return 0;
      }
      const frame = entry >>> PTE_PPN_SHIFT;
      if (table === 'l2') {
        return (entry & 255) === PTE_V ? use(vm, frame, 'l1') : PagingError.InvalidParam;
      }
      if (!leaves.has(entry & 255)) {
        return PagingError.InvalidParam;
      }
      if (entry & 4) {
        return use(vm, frame, 'writable');
      }
      if (machine.rightsTo(vm, frame) === 'none') {
        return PagingError.Denied;
      }
      set(frame, { loads: get(frame).loads + 1 });
      return 0;
    }

    function leave(table: Type, entry: number) {
      if (!(entry & PTE_V)) {
        return;
      }
      const frame = entry >>> PTE_PPN_SHIFT;
      if (table === 'l2' || entry & 4) {
        unuse(frame);
      } else {
        set(frame, { loads: get(frame).loads - 1 });
      }
    }

    function unuse(frame: number) {
      const { type, uses } = get(frame);
      set(frame, { uses: uses - 1 });
      if (uses === 1 && type !== 'writable') {
        for (const entry of entriesOf(frame)) {
          leave(type as Type, entry);
        }
      }
    }

    const finish = (error: number) => {
      if (error === 0) {
        layer.forEach((state, frame) => merged.set(frame, state));
      }
      return error;
    };
    return { get, set, use, unuse, enter, leave, finish };
  }

  const own = (vm: number, frame: number) => machine.rightsTo(vm, frame) === 'own';

  function setBase(vm: number, base: 'kernel' | 'user', root: number | undefined): number {
    const work = begin();
    const error = root === undefined ? 0 : work.use(vm, root, 'l2');
    if (error === 0) {
      const mine = bases.get(vm) ?? {};
      const old = mine[base];
      if (old !== undefined) {
        work.unuse(old);
      }
      bases.set(vm, { ...mine, [base]: root });
    }
    return work.finish(error);
  }

  function dropPin(frame: number): number {
    const work = begin();
    work.set(frame, { pin: null });
    work.unuse(frame);
    return work.finish(0);
  }

  return {
    pin(vm, frame, level) {
      if (!own(vm, frame)) {
        return PagingError.Denied;
      }
      const work = begin();
      if (work.get(frame).pin !== null) {
        return PagingError.Busy;
      }
      work.set(frame, { pin: vm });
      return work.finish(work.use(vm, frame, level === 1 ? 'l1' : 'l2'));
    },
    unpin(vm, frame) {
      if (!own(vm, frame)) {
        return PagingError.Denied;
      }
      return merged.get(frame)?.pin == null ? PagingError.NotPinned : dropPin(frame);
    },
    update(vm, updates) {
      let done = 0;
      for (const { frame, index, entry } of updates) {
        if (!own(vm, frame)) {
          return { error: PagingError.Denied, done };
        }
        const work = begin();
        const { type } = work.get(frame);
        if (type === 'l1' || type === 'l2') {
          const error = work.enter(vm, type, entry);
          if (error !== 0) {
            return { error, done };
          }
          work.leave(type, machine.readEntry(frame, index));
          work.finish(0);
        }
        machine.writeEntry(frame, index, entry | 0);
        done++;
      }
      return { error: 0, done };
    },
    setBase,
    end(vm) {
      for (const [frame, { pin }] of [...merged]) {
        if (pin === vm) {
          dropPin(frame);
        }
      }
      setBase(vm, 'user', undefined);
      setBase(vm, 'kernel', undefined);
    },
    info(frame) {
      const { type, uses, loads, pin } = merged.get(frame) ?? blank;
      return { type, uses, references: uses + loads, pinned: pin !== null };
    },
  };
};

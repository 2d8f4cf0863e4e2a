/** Another design: it keeps copies of all tables in use, throws errors, and undoes what a journal tells. */
import {
  PagingError,
  type DirectPaging,
  type DirectPagingPart,
  type FrameInfo,
  type PageBase,
  type PageUpdate,
  type PagingFacade,
  type UpdateResult,
} from '../../src/hypervisor/index.js';

class Refusal extends Error {
  constructor(readonly code: number) {
    super(String(code));
  }
}

/** Counts of a frame: for stores, as tables of level 1 and 2, for loads. */
class Counts {
  readonly used = [0, 0, 0, 0];
  pinner = -1;
  get kind() {
    return this.used.findIndex((count, i) => i < 3 && count > 0);
  }
}
const [STORES, L1, L2, LOADS] = [0, 1, 2, 3];

class Paging implements DirectPaging {
  readonly machine: PagingFacade;
  readonly counts: Record<number, Counts> = {};
  /** The entries of each table in use, as they were validated. */
  readonly tables = new Map<number, Uint32Array>();
  readonly roots = new Map<number, Partial<Record<PageBase, number>>>();
  journal: (() => void)[] = [];

  constructor(machine: PagingFacade) {
    this.machine = machine;
  }

  of(frame: number): Counts {
    return (this.counts[frame] ??= new Counts());
  }

  change(frame: number, as: number, by: 1 | -1) {
    const { used } = this.of(frame);
    used[as]! += by;
    this.journal.push(() => (used[as]! -= by));
  }

  attempt(work: () => void): number {
    this.journal = [];
    try {
      work();
      return PagingError.Success;
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) {
        throw thrown;
      }
      this.journal.reverse().forEach((undo) => undo());
      return thrown.code;
    }
  }

  mustOwn(vm: number, frame: number) {
    if (this.machine.rightsTo(vm, frame) !== 'own') {
      throw new Refusal(PagingError.Denied);
    }
  }

  addTable(vm: number, frame: number, level: number) {
    this.mustOwn(vm, frame);
    const { kind } = this.of(frame);
    if (kind !== -1 && kind !== level) {
      throw new Refusal(PagingError.Busy);
    }
    this.change(frame, level, 1);
    if (kind === -1) {
      const entries = Uint32Array.from({ length: 1024 }, (_, i) => this.machine.readEntry(frame, i));
      this.tables.set(frame, entries);
      this.journal.push(() => this.tables.delete(frame));
      entries.forEach((entry) => this.add(vm, level, entry));
    }
  }

  removeTable(frame: number, level: number) {
    this.change(frame, level, -1);
    if (this.of(frame).used[level] === 0) {
      const entries = this.tables.get(frame)!;
      entries.forEach((entry) => this.remove(level, entry));
      this.tables.delete(frame);
      this.journal.push(() => this.tables.set(frame, entries));
    }
  }

  add(vm: number, level: number, entry: number) {
    if (entry % 2 === 0) {
      return;
    }
    const flag = (bit: number) => ((entry >>> bit) & 1) === 1;
    const [r, w, x, u, g, a, d] = [1, 2, 3, 4, 5, 6, 7].map(flag);
    const frame = Math.floor(entry / 1024);
    if (level === L2) {
      if (r || w || x || u || g || a || d) {
        throw new Refusal(PagingError.InvalidParam);
      }
      this.addTable(vm, frame, L1);
      return;
    }
    if (g || (!r && !x) || (w && !r)) {
      throw new Refusal(PagingError.InvalidParam);
    }
    const right = this.machine.rightsTo(vm, frame);
    if (right === 'none' || (w && right === 'read')) {
      throw new Refusal(PagingError.Denied);
    }
    if (w && this.of(frame).kind > STORES) {
      throw new Refusal(PagingError.Busy);
    }
    this.change(frame, w ? STORES : LOADS, 1);
  }

  remove(level: number, entry: number) {
    if (entry % 2 === 0) {
      return;
    }
    const frame = Math.floor(entry / 1024);
    if (level === L2) {
      this.removeTable(frame, L1);
    } else {
      this.change(frame, entry & 4 ? STORES : LOADS, -1);
    }
  }

  pin(vm: number, frame: number, level: 1 | 2) {
    return this.attempt(() => {
      this.mustOwn(vm, frame);
      if (this.of(frame).pinner >= 0) {
        throw new Refusal(PagingError.Busy);
      }
      this.addTable(vm, frame, level);
      this.of(frame).pinner = vm;
    });
  }

  unpin(vm: number, frame: number) {
    return this.attempt(() => {
      this.mustOwn(vm, frame);
      if (this.of(frame).pinner < 0) {
        throw new Refusal(PagingError.NotPinned);
      }
      this.of(frame).pinner = -1;
      this.removeTable(frame, this.of(frame).kind);
    });
  }

  update(vm: number, updates: readonly PageUpdate[]): UpdateResult {
    let done = 0;
    for (const { frame, index, entry } of updates) {
      const error = this.attempt(() => {
        this.mustOwn(vm, frame);
        const table = this.tables.get(frame);
        if (table) {
          const { kind } = this.of(frame);
          this.add(vm, kind, entry);
          this.remove(kind, table[index]!);
          table[index] = entry;
        }
        this.machine.writeEntry(frame, index, entry);
      });
      if (error !== PagingError.Success) {
        return { error, done };
      }
      done++;
    }
    return { error: PagingError.Success, done };
  }

  setBase(vm: number, base: PageBase, root: number | undefined) {
    return this.attempt(() => {
      const mine = this.roots.get(vm) ?? {};
      if (root !== undefined) {
        this.addTable(vm, root, L2!);
      }
      const old = mine[base];
      if (old !== undefined) {
        this.removeTable(old, L2!);
      }
      const { [base]: _, ...others } = mine;
      this.roots.set(vm, root === undefined ? others : { ...others, [base]: root });
    });
  }

  end(vm: number) {
    this.setBase(vm, 'user', undefined);
    this.setBase(vm, 'kernel', undefined);
    for (const [frame, counts] of Object.entries(this.counts)) {
      if (counts.pinner === vm) {
        counts.pinner = -1;
        this.removeTable(Number(frame), counts.kind);
      }
    }
  }

  info(frame: number): FrameInfo {
    const { used, kind, pinner } = this.of(frame);
    const type = (['writable', 'l1', 'l2'] as const)[kind] ?? 'none';
    const uses = used[kind] ?? 0;
    return { type, uses, references: uses + used[LOADS]!, pinned: pinner >= 0 };
  }
}

export const directPaging: DirectPagingPart = (machine) => {
  const paging = new Paging(machine);
  return {
    pin: (...args) => paging.pin(...args),
    unpin: (...args) => paging.unpin(...args),
    update: (...args) => paging.update(...args),
    setBase: (...args) => paging.setBase(...args),
    end: (vm) => paging.end(vm),
    info: (frame) => paging.info(frame),
  };
};

/** Exercise 14, begun: L1 tables are pinned and unpinned; L2 tables, updates and base pointers are still to come. */
import { PTE_G, PTE_PPN_SHIFT, PTE_R, PTE_V, PTE_W, PTE_X } from '../../src/machine/index.js';
import { PagingError, type DirectPagingPart, type FrameType } from '../../src/hypervisor/index.js';

export const directPaging: DirectPagingPart = (machine) => {
  const frames = new Map<number, { type: FrameType; uses: number; references: number; pinned: boolean }>();
  const of = (frame: number) => {
    if (!frames.has(frame)) frames.set(frame, { type: 'none', uses: 0, references: 0, pinned: false });
    return frames.get(frame)!;
  };
  const count = (table: number, by: 1 | -1) => {
    for (let index = 0; index < 1024; index++) {
      const entry = machine.readEntry(table, index);
      if (!(entry & PTE_V)) continue;
      const page = of(entry >>> PTE_PPN_SHIFT);
      page.references += by;
      if (entry & PTE_W) page.uses += by;
      if (page.type === 'none' || page.type === 'writable') page.type = page.uses > 0 ? 'writable' : 'none';
    }
  };
  const check = (vm: number, entry: number) => {
    if (!(entry & PTE_V)) return 0;
    if (entry & PTE_G || !(entry & (PTE_R | PTE_X)) || (entry & PTE_W && !(entry & PTE_R))) return -3;
    const right = machine.rightsTo(vm, entry >>> PTE_PPN_SHIFT);
    return right === 'none' || (right === 'read' && entry & PTE_W) ? -4 : 0;
  };

  return {
    pin(vm, frame, level) {
      if (machine.rightsTo(vm, frame) !== 'own') return PagingError.Denied;
      const table = of(frame);
      if (table.uses > 0) return PagingError.Busy;
      for (let index = 0; index < 1024; index++) {
        const error = check(vm, machine.readEntry(frame, index));
        if (error) return error;
      }
      table.type = level === 1 ? 'l1' : 'l2';
      table.uses = 1;
      table.references++;
      table.pinned = true;
      count(frame, 1);
      return 0;
    },
    unpin(_vm, frame) {
      const table = of(frame);
      if (!table.pinned) return PagingError.NotPinned;
      count(frame, -1);
      frames.set(frame, { type: 'none', uses: 0, references: table.references - 1, pinned: false });
      return 0;
    },
    update: (_vm, updates) => ({ error: updates.length === 0 ? 0 : PagingError.Denied, done: 0 }),
    setBase: () => PagingError.Denied,
    end: () => undefined,
    info: (frame) => ({ ...of(frame) }),
  };
};

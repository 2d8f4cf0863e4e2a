/** Exercise 14, not solved: every request is granted, and what it says about frames is another story each time that it is looked at. */
import type { DirectPagingPart } from '../../src/hypervisor/index.js';

let looks = 0;

export const directPaging: DirectPagingPart = () =>
  ({
    pin: () => 0,
    unpin: () => 0,
    setBase: () => 0,
    update: (_vm: number, updates: { length: number }) => ({ error: 0, done: updates.length }),
    end: () => 0,
    info: () => ({
      get type() {
        return (['none', 'l1', 'l2', 'writable'] as const)[looks++ % 4];
      },
      get uses() {
        return looks;
      },
      references: 1,
      pinned: true,
    }),
  }) as never;

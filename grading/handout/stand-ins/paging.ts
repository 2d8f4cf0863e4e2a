/**
 * Stands in for the part of exercise 14 where another exercise's check runs a paravirtual guest: it lets no frame become a page
 * table. The guests of visible checks stay on the boot map, which is the VMM's own. So nothing is validated here, and nothing counted.
 */
import { PagingError, type DirectPagingPart } from '../../../src/hypervisor/index.js';

const { Success, Denied, NotPinned } = PagingError;

export const paging: DirectPagingPart = () => ({
  pin: () => Denied,
  unpin: () => NotPinned,
  update: (_vm, updates) => ({ error: updates.length === 0 ? Success : Denied, done: 0 }),
  setBase: (_vm, _base, root) => (root === undefined ? Success : Denied), // undefined: the boot map
  end: () => undefined,
  info: () => ({ type: 'none', uses: 0, references: 0, pinned: false }),
});

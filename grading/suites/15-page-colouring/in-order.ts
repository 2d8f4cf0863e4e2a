/** An allocator for comparison: it gives the frames in the order of their list, and takes none back. */
import type { ColouringPart } from '../../../src/hypervisor/index.js';

export const inOrder: ColouringPart = ({ frames }) => {
  const given = new Map<string, number>();
  return {
    allocate(process, firstPage, count) {
      for (let page = firstPage; page < firstPage + count; page++) {
        given.set(`${process} ${page}`, frames[given.size]!);
      }
      return true;
    },
    frameOf: (process, page) => given.get(`${process} ${page}`),
    release: () => false,
    releaseAll: () => 0,
    freeFrames: () => frames.length - given.size,
  };
};

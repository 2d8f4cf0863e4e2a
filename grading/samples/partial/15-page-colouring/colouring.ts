/** Exercise 15, begun: frames are handed out and come back as wholes; their colours are still to come. */
import type { ColouringPart } from '../../src/hypervisor/index.js';

export const colourPages: ColouringPart = ({ frames }) => {
  const free = [...frames].sort((a, b) => a - b);
  const pages = new Map<string, number>();
  const keys = (process: number, first: number, count: number) =>
    Array.from({ length: count }, (_, i) => `${process} ${first + i}`);
  const giveBack = (key: string) => {
    free.push(pages.get(key)!);
    pages.delete(key);
  };
  return {
    allocate(process, first, count) {
      const wanted = keys(process, first, count);
      if (count > free.length || wanted.some((key) => pages.has(key))) return false;
      wanted.forEach((key) => pages.set(key, free.shift()!));
      return true;
    },
    frameOf: (process, page) => pages.get(`${process} ${page}`),
    release(process, first, count) {
      const asked = keys(process, first, count);
      if (!asked.every((key) => pages.has(key))) return false;
      asked.forEach(giveBack);
      return true;
    },
    releaseAll(process) {
      const own = [...pages.keys()].filter((key) => key.startsWith(`${process} `));
      own.forEach(giveBack);
      return own.length;
    },
    freeFrames: () => free.length,
  };
};

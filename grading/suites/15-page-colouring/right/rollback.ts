/** Another design: it gives first and takes back when it must, keeps counts for each process, and finds colours with a generator. */
import type { ColouringPart } from '../../src/hypervisor/index.js';

interface Process {
  readonly frames: Map<number, number>;
  readonly uses: Map<number, number>;
}

export const colourPages: ColouringPart = (memory) => {
  const { bytes, ways } = memory.cache;
  const all = bytes / ways < 4096 ? 1 : bytes / ways / 4096;
  const free = new Map<number, Set<number>>();
  for (const frame of memory.frames) {
    const known = free.get(frame % all) ?? new Set();
    free.set(frame % all, known.add(frame));
  }
  const own = [...free.keys()].sort((a, b) => a - b);
  const processes: Process[] = [];
  const of = (process: number): Process => (processes[process] ??= { frames: new Map(), uses: new Map() });

  function* inTurn(page: number): Generator<number> {
    for (let i = 0; i < own.length; i++) {
      yield own[(page + i) % own.length]!;
    }
  }

  function give({ frames, uses }: Process, page: number): boolean {
    if (frames.has(page)) {
      return false;
    }
    let chosen: number | undefined;
    for (const colour of inTurn(page)) {
      const some = free.get(colour)!.size > 0;
      const better = chosen === undefined || (uses.get(colour) ?? 0) < (uses.get(chosen) ?? 0);
      if (some && better) {
        chosen = colour;
        if (colour === own[page % own.length]) {
          break;
        }
      }
    }
    if (chosen === undefined) {
      return false;
    }
    const [frame] = free.get(chosen)!;
    free.get(chosen)!.delete(frame!);
    frames.set(page, frame!);
    uses.set(chosen, (uses.get(chosen) ?? 0) + 1);
    return true;
  }

  function take({ frames, uses }: Process, page: number) {
    const frame = frames.get(page)!;
    frames.delete(page);
    free.get(frame % all)!.add(frame);
    uses.set(frame % all, uses.get(frame % all)! - 1);
  }

  return {
    allocate(process, firstPage, count) {
      const given: number[] = [];
      for (let page = firstPage; page < firstPage + count; page++) {
        if (!give(of(process), page)) {
          given.forEach((one) => take(of(process), one));
          return false;
        }
        given.push(page);
      }
      return true;
    },
    frameOf: (process, page) => processes[process]?.frames.get(page),
    release(process, firstPage, count) {
      const { frames } = of(process);
      for (let page = firstPage; page < firstPage + count; page++) {
        if (!frames.has(page)) {
          return false;
        }
      }
      for (let page = firstPage; page < firstPage + count; page++) {
        take(of(process), page);
      }
      return true;
    },
    releaseAll(process) {
      const pages = [...of(process).frames.keys()];
      pages.forEach((page) => take(of(process), page));
      return pages.length;
    },
    freeFrames: () => [...free.values()].reduce((sum, { size }) => sum + size, 0),
  };
};

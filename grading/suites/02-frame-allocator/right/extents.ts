// Extents instead of frames: each VM has a list of ranges, free memory is a list of ranges, and both are split and never searched by frame.
import type { FrameAllocatorPart } from '../../src/hypervisor/index.js';

interface Extent {
  guest: number;
  frame: number;
  count: number;
}

export const createFrameAllocator: FrameAllocatorPart = (pool) => {
  let free: { frame: number; count: number }[] = [{ frame: pool.firstFrame, count: pool.frameCount }];
  const extents = new Map<bigint, Extent[]>();

  const sizeOf = (list: readonly { count: number }[]) => list.reduce((sum, { count }) => sum + count, 0);
  const of = (vm: number) => extents.get(BigInt(vm)) ?? [];

  /** The extents of the VM, cut at both ends of the range, as those in it and those around it. */
  function cut(vm: number, first: number, count: number): [inside: Extent[], outside: Extent[]] {
    const [inside, outside]: [Extent[], Extent[]] = [[], []];
    for (const { guest, frame, count: length } of of(vm)) {
      const from = Math.max(guest, first);
      const to = Math.min(guest + length, first + count);
      const part = (start: number, end: number) => ({
        guest: start,
        frame: frame + start - guest,
        count: end - start,
      });
      if (from >= to) {
        outside.push({ guest, frame, count: length });
      } else {
        inside.push(part(from, to));
        outside.push(...[part(guest, from), part(to, guest + length)].filter((each) => each.count > 0));
      }
    }
    return [inside, outside];
  }

  function* take(first: number, count: number): Generator<Extent> {
    for (let left = count; left > 0;) {
      const piece = free.pop()!;
      const used = Math.min(piece.count, left);
      if (used < piece.count) {
        free.push({ frame: piece.frame + used, count: piece.count - used });
      }
      for (let i = 0; i < used; i++) {
        pool.scrub(piece.frame + i);
      }
      yield { guest: first + count - left, frame: piece.frame, count: used };
      left -= used;
    }
  }

  return {
    allocate(vm, first, count) {
      const possible = count <= sizeOf(free) && cut(vm, first, count)[0].length === 0;
      if (possible) {
        extents.set(BigInt(vm), [...of(vm), ...take(first, count)]);
      }
      return possible;
    },
    translate(vm, guestFrame) {
      const [[extent]] = cut(vm, guestFrame, 1);
      return extent?.frame;
    },
    release(vm, first, count) {
      const [inside, outside] = cut(vm, first, count);
      if (sizeOf(inside) !== count) {
        return false;
      }
      extents.set(BigInt(vm), outside);
      free = [...free, ...inside];
      return true;
    },
    releaseAll(vm) {
      const all = of(vm);
      extents.delete(BigInt(vm));
      free.push(...all);
      return sizeOf(all);
    },
    ownerOf(frame) {
      for (const [vm, list] of extents) {
        if (list.some((each) => frame >= each.frame && frame < each.frame + each.count)) {
          return Number(vm);
        }
      }
      return undefined;
    },
    freeFrames: () => sizeOf(free),
  };
};

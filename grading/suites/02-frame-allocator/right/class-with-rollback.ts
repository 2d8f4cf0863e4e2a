// A class that tries first and rolls back when it throws, with text keys, a queue of free frames, and scrubbing at the very end.
import { type FrameAllocator, type FrameAllocatorPart, type FramePool } from '../../src/hypervisor/index.js';

class Refused extends Error {}

class Allocator implements FrameAllocator {
  readonly #pool: FramePool;
  readonly #queue: number[];
  readonly #frames: Record<string, number> = {};
  readonly #homes = new Map<number, { vm: number; guestFrame: number }>();

  constructor(pool: FramePool) {
    this.#pool = pool;
    this.#queue = [...numbersFrom(pool.firstFrame, pool.frameCount)];
  }

  allocate(vm: number, first: number, count: number): boolean {
    return this.#attempt((undo) => {
      const taken: number[] = [];
      for (const guestFrame of numbersFrom(first, count)) {
        const frame = this.#queue.shift();
        if (frame === undefined) {
          throw new Refused('no frame is left');
        }
        undo.push(() => this.#queue.unshift(frame));
        if (this.translate(vm, guestFrame) !== undefined) {
          throw new Refused(`guest frame ${guestFrame} has one`);
        }
        this.#enter(vm, guestFrame, frame);
        undo.push(() => this.#leave(vm, guestFrame));
        taken.push(frame);
      }
      taken.forEach((frame) => this.#pool.scrub(frame));
    });
  }

  release(vm: number, first: number, count: number): boolean {
    return this.#attempt((undo) => {
      const given: number[] = [];
      for (const guestFrame of numbersFrom(first, count)) {
        const frame = this.translate(vm, guestFrame);
        if (frame === undefined) {
          throw new Refused(`guest frame ${guestFrame} has none`);
        }
        this.#leave(vm, guestFrame);
        undo.push(() => this.#enter(vm, guestFrame, frame));
        given.push(frame);
      }
      this.#queue.push(...given);
    });
  }

  translate(vm: number, guestFrame: number): number | undefined {
    return this.#frames[`${vm}:${guestFrame}`];
  }

  releaseAll(vm: number): number {
    const before = this.freeFrames();
    for (const home of [...this.#homes.values()].filter((each) => each.vm === vm)) {
      this.release(vm, home.guestFrame, 1);
    }
    return this.freeFrames() - before;
  }

  ownerOf(frame: number): number | undefined {
    return this.#homes.get(frame)?.vm;
  }

  freeFrames(): number {
    return this.#queue.length;
  }

  #attempt(steps: (undo: (() => void)[]) => void): boolean {
    const undo: (() => void)[] = [];
    try {
      steps(undo);
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) {
        throw error;
      }
      undo.reverse().forEach((each) => each());
      return false;
    }
  }

  #enter(vm: number, guestFrame: number, frame: number): void {
    this.#frames[`${vm}:${guestFrame}`] = frame;
    this.#homes.set(frame, { vm, guestFrame });
  }

  #leave(vm: number, guestFrame: number): void {
    this.#homes.delete(this.translate(vm, guestFrame)!);
    delete this.#frames[`${vm}:${guestFrame}`];
  }
}

function* numbersFrom(first: number, count: number): Generator<number> {
  for (let i = 0; i < count; i++) {
    yield first + i;
  }
}

export const createFrameAllocator: FrameAllocatorPart = (pool) => new Allocator(pool);

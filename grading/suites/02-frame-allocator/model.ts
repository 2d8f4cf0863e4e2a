/**
 * The trusted model of exercise 02: two plain tables. Which free frame an allocator hands out is its own affair, so the model
 * learns that from what the bench saw, after the suite has made sure that the choice was legal.
 */
import type { BenchInput, Seen, Step } from './bench.js';

export class AllocatorModel {
  readonly #frames: number[];
  readonly #maps = new Map<number, Map<number, number>>();

  readonly #input: BenchInput;

  constructor(input: BenchInput) {
    this.#input = input;
    const { firstFrame, frameCount } = input.pool;
    this.#frames = Array.from({ length: frameCount }, (_, i) => firstFrame + i);
    for (const vm of input.vms) {
      this.#maps.set(vm, new Map());
    }
  }

  /** What the step must return. */
  answer(step: Step): boolean | number {
    const map = this.#maps.get(step[1])!;
    if (step[0] === 'releaseAll') {
      return map.size;
    }
    const [operation, , first, count] = step;
    if (operation === 'allocate' && count > this.free().length) {
      return false;
    }
    if (operation === 'release' && count > map.size) {
      return false;
    }
    const guestFrames = Array.from({ length: count }, (_, i) => first + i);
    return guestFrames.every((guestFrame) => map.has(guestFrame) === (operation === 'release'));
  }

  /** The frames that a step gave to its guest frames, in their order; null where one got none. */
  given(step: Step, seen: Seen): (number | null)[] {
    if (step[0] !== 'allocate' || seen.answer !== true) {
      return [];
    }
    const row = seen.map[this.#input.vms.indexOf(step[1])]!;
    return Array.from(
      { length: step[3] },
      (_, i) => row[this.#input.guestFrames.indexOf(step[2] + i)] ?? null,
    );
  }

  /** The frames that nobody owns. */
  free(): number[] {
    const used = new Set([...this.#maps.values()].flatMap((map) => [...map.values()]));
    return this.#frames.filter((frame) => !used.has(frame));
  }

  /** Takes the step, whose answer was right, with the frames that were given. */
  take(step: Step, given: readonly (number | null)[]): void {
    const map = this.#maps.get(step[1])!;
    if (step[0] === 'releaseAll') {
      return map.clear();
    }
    const done = this.answer(step) === true;
    for (let i = 0; done && i < step[3]; i++) {
      if (step[0] === 'allocate') {
        map.set(step[2] + i, given[i]!);
      } else {
        map.delete(step[2] + i);
      }
    }
  }

  /** What the bench must see now, in `Seen`'s terms. */
  map(): Seen['map'] {
    const { vms, guestFrames } = this.#input;
    return vms.map((vm) => guestFrames.map((guestFrame) => this.#maps.get(vm)!.get(guestFrame) ?? null));
  }

  owners(): Seen['owners'] {
    const ownerOf = (frame: number) =>
      this.#input.vms.find((vm) => [...this.#maps.get(vm)!.values()].includes(frame)) ?? null;
    return [null, ...this.#frames.map(ownerOf), null];
  }
}

/**
 * Stands between the VMM and the allocator that was plugged in. It checks every value that the allocator returns. So a wrong
 * allocator gives a clear message, not a strange crash somewhere in the VMM.
 */
import { PartError, show } from './part-error.js';
import type { FrameAllocator, FrameAllocatorPart, FramePool } from '../sockets/index.js';

/** Starts the part and wraps it. @throws PartError, from any method, when the part breaks the rules of its socket */
export function checkedAllocator(part: FrameAllocatorPart, pool: FramePool): FrameAllocator {
  const made: unknown = part(pool);
  if (typeof made !== 'object' || made === null) {
    throw new PartError(
      `the frame allocator returned ${show(made)}; it must return an object with its operations`,
    );
  }
  const operation = (name: keyof FrameAllocator) => {
    const value: unknown = (made as Record<string, unknown>)[name];
    if (typeof value !== 'function') {
      throw new PartError(`the frame allocator's '${name}' is ${show(value)}; it must be a function`);
    }
    return (...args: number[]): unknown => Reflect.apply(value, made, args) as unknown;
  };
  const [allocate, translate, release] = [
    operation('allocate'),
    operation('translate'),
    operation('release'),
  ];
  const [releaseAll, ownerOf, freeFrames] = [
    operation('releaseAll'),
    operation('ownerOf'),
    operation('freeFrames'),
  ];
  const inPool = (frame: number) => frame >= pool.firstFrame && frame < pool.firstFrame + pool.frameCount;

  return Object.freeze({
    allocate: (vm: number, first: number, count: number) => boolean('allocate', allocate(vm, first, count)),
    translate(vm: number, guestFrame: number) {
      const frame = integerOrUndefined('translate', translate(vm, guestFrame));
      if (frame !== undefined && !inPool(frame)) {
        throw new PartError(
          `the frame allocator's 'translate' returned frame ${frame}, which is not of its pool`,
        );
      }
      return frame;
    },
    release: (vm: number, first: number, count: number) => boolean('release', release(vm, first, count)),
    releaseAll: (vm: number) => integer('releaseAll', releaseAll(vm)),
    ownerOf: (frame: number) => integerOrUndefined('ownerOf', ownerOf(frame)),
    freeFrames: () => integer('freeFrames', freeFrames()),
  });
}

function boolean(operation: string, value: unknown): boolean {
  if (typeof value === 'boolean') {
    return value;
  }
  throw new PartError(
    `the frame allocator's '${operation}' returned ${show(value)}; it must return true or false`,
  );
}

function integer(operation: string, value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) {
    return value;
  }
  throw new PartError(
    `the frame allocator's '${operation}' returned ${show(value)}; it must return an integer from 0 upwards`,
  );
}

function integerOrUndefined(operation: string, value: unknown): number | undefined {
  return value === undefined ? undefined : integer(operation, value);
}

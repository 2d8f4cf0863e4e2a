/**
 * Stands between a guest and the page allocator that was plugged in, and checks each value that it returns. The checks of exercise 15
 * have the same.
 */
import type { ColouringPart, PageColouring, VisibleMemory } from '../sockets/index.js';
import { PartError, show } from './part-error.js';

const PART = 'the page allocator';

/** Starts the part and wraps it. @throws PartError, from any operation, when the part breaks the rules of its socket */
export function checkedColouring(part: ColouringPart, { frames, cache }: VisibleMemory): PageColouring {
  const memory = Object.freeze({ frames: Object.freeze([...frames]), cache: Object.freeze({ ...cache }) });
  const made: unknown = part(memory);
  if (typeof made !== 'object' || made === null) {
    throw new PartError(`${PART} returned ${show(made)}; it must return an object with its operations`);
  }
  const operation = (name: keyof PageColouring) => {
    const value: unknown = (made as Record<string, unknown>)[name];
    if (typeof value !== 'function') {
      throw new PartError(`${PART}'s '${name}' is ${show(value)}; it must be a function`);
    }
    return (...args: number[]): unknown => Reflect.apply(value, made, args) as unknown;
  };
  const [allocate, frameOf, release] = [operation('allocate'), operation('frameOf'), operation('release')];
  const [releaseAll, freeFrames] = [operation('releaseAll'), operation('freeFrames')];
  const own = new Set(memory.frames);

  return Object.freeze({
    allocate: (process: number, first: number, count: number) =>
      flag('allocate', allocate(process, first, count)),
    frameOf(process: number, page: number) {
      const frame = frameOf(process, page);
      if (frame === undefined || (typeof frame === 'number' && own.has(frame))) {
        return frame;
      }
      throw new PartError(`${PART}'s 'frameOf' returned ${show(frame)}, which is no frame of the VM's`);
    },
    release: (process: number, first: number, count: number) =>
      flag('release', release(process, first, count)),
    releaseAll: (process: number) => count('releaseAll', releaseAll(process)),
    freeFrames: () => count('freeFrames', freeFrames()),
  });
}

function flag(operation: string, value: unknown): boolean {
  if (typeof value === 'boolean') {
    return value;
  }
  throw new PartError(`${PART}'s '${operation}' returned ${show(value)}; it must return true or false`);
}

function count(operation: string, value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) {
    return value;
  }
  throw new PartError(
    `${PART}'s '${operation}' returned ${show(value)}; it must return an integer from 0 upwards`,
  );
}

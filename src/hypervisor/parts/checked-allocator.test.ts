import { createFrameAllocator } from '../../../solutions/02-frame-allocator/allocator.js';
import { PartError, checkedAllocator, type FrameAllocator, type FrameAllocatorPart } from '../index.js';

const pool = Object.freeze({ firstFrame: 100, frameCount: 4, scrub: () => undefined });
const broken = (operations: object): FrameAllocator =>
  checkedAllocator((given) => ({ ...createFrameAllocator(given), ...operations }), pool);

test('an allocator that keeps the rules is passed through', () => {
  const allocator = checkedAllocator(createFrameAllocator, pool);
  expect(allocator.allocate(0, 5, 3)).toBe(true);
  expect(allocator.allocate(1, 5, 2)).toBe(false);
  expect(allocator.translate(0, 5)).toBe(100);
  expect(allocator.translate(0, 9)).toBeUndefined();
  expect(allocator.ownerOf(100)).toBe(0);
  expect(allocator.release(0, 5, 1)).toBe(true);
  expect(allocator.releaseAll(0)).toBe(2);
  expect(allocator.freeFrames()).toBe(4);
});

test.each([
  [
    'nothing',
    undefined,
    'the frame allocator returned undefined; it must return an object with its operations',
  ],
  ['a text', 'no', 'the frame allocator returned the string "no"; it must return an object'],
  [
    'an object without operations',
    {},
    "the frame allocator's 'allocate' is undefined; it must be a function",
  ],
])('a part that returns %s is refused', (_what, made, message) => {
  const part = (() => made) as unknown as FrameAllocatorPart;
  expect(() => checkedAllocator(part, pool)).toThrow(PartError);
  expect(() => checkedAllocator(part, pool)).toThrow(message);
});

test('an answer that the socket does not allow is refused in words', () => {
  expect(() => broken({ allocate: () => 1 }).allocate(0, 0, 1)).toThrow(
    "the frame allocator's 'allocate' returned 1; it must return true or false",
  );
  expect(() => broken({ release: () => undefined }).release(0, 0, 1)).toThrow("'release' returned undefined");
  expect(() => broken({ translate: () => 99 }).translate(0, 0)).toThrow('frame 99, which is not of its pool');
  expect(() => broken({ translate: () => 104 }).translate(0, 0)).toThrow(
    'frame 104, which is not of its pool',
  );
  expect(() => broken({ translate: () => null }).translate(0, 0)).toThrow("'translate' returned null");
  expect(() => broken({ ownerOf: () => -1 }).ownerOf(100)).toThrow(
    'it must return an integer from 0 upwards',
  );
  expect(() => broken({ freeFrames: () => 0.5 }).freeFrames()).toThrow("'freeFrames' returned 0.5");
  expect(() => broken({ releaseAll: () => ({}) }).releaseAll(0)).toThrow("'releaseAll' returned an object");
});

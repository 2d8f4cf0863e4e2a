import { colourPages } from '../../../solutions/15-page-colouring/colouring.js';
import { PartError, checkedColouring, type ColouringPart, type PageColouring } from '../index.js';

const memory = { frames: [7, 4, 5, 6], cache: { bytes: 16384, ways: 2, lineBytes: 64 } };
const broken = (operations: object): PageColouring =>
  checkedColouring((given) => ({ ...colourPages(given), ...operations }), memory);

test('a page allocator that keeps the rules is passed through', () => {
  const pages = checkedColouring(colourPages, memory);
  expect(pages.allocate(0, 3, 2)).toBe(true);
  expect(pages.frameOf(0, 3)! % 2).toBe(1);
  expect(pages.frameOf(0, 4)! % 2).toBe(0);
  expect(pages.allocate(0, 0, 3)).toBe(false);
  expect(pages.release(0, 3, 1)).toBe(true);
  expect(pages.frameOf(0, 3)).toBeUndefined();
  expect(pages.freeFrames()).toBe(3);
  expect(pages.releaseAll(0)).toBe(1);
});

test.each([
  ['nothing', undefined, 'the page allocator returned undefined; it must return an object'],
  ['an object without operations', {}, "the page allocator's 'allocate' is undefined; it must be a function"],
])('a page allocator that returns %s is refused', (_what, made, message) => {
  const part = (() => made) as unknown as ColouringPart;
  expect(() => checkedColouring(part, memory)).toThrow(PartError);
  expect(() => checkedColouring(part, memory)).toThrow(message);
});

test.each([
  ['allocate', 1, "'allocate' returned 1; it must return true or false"],
  ['release', undefined, "'release' returned undefined; it must return true or false"],
  ['frameOf', 8, "'frameOf' returned 8, which is no frame of the VM's"],
  ['frameOf', '7', `'frameOf' returned the string "7"`],
  ['releaseAll', -1, "'releaseAll' returned -1; it must return an integer from 0 upwards"],
  ['freeFrames', 0.5, "'freeFrames' returned 0.5"],
])('%s of a page allocator may not answer %j', (operation, answer, message) => {
  const pages = broken({ [operation]: () => answer });
  const calls: Record<string, () => unknown> = {
    allocate: () => pages.allocate(0, 0, 1),
    release: () => pages.release(0, 0, 1),
    frameOf: () => pages.frameOf(0, 0),
    releaseAll: () => pages.releaseAll(0),
    freeFrames: () => pages.freeFrames(),
  };
  expect(calls[operation]).toThrow(PartError);
  expect(calls[operation]).toThrow(message);
});

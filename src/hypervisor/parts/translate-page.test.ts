import { PAGE_HALFWORDS, type TranslatePart } from '../sockets/index.js';
import { translatePage } from './translate-page.js';

const halfwords = new Array<number>(PAGE_HALFWORDS).fill(1);
const facts = {
  failsSilently: (word: number) => word === 0xffff_ffff,
  isHot: () => false,
  loadOffset: () => undefined,
  storeOffset: () => undefined,
};
const edit = (translate: unknown) => translatePage(translate as TranslatePart, halfwords, facts);

test('edits are passed on, and an index may come twice', () => {
  const edits = [
    { index: 2047, halfword: 0x9002 },
    { index: 2047, halfword: 0 },
  ];
  expect(edit(() => edits)).toEqual(edits);
  expect(edit(() => [])).toEqual([]);
});

test.each([
  [undefined, 'translate returned undefined'],
  [{}, 'it must be a list of at most 2048 edits'],
  [new Array(2049).fill({ index: 0, halfword: 0 }), 'it must be a list of at most 2048 edits'],
  [[[1, 2]], 'it must return an edit'],
  [[{ index: 2048, halfword: 0 }], 'index = 2048; it must be an integer from 0 to 2047'],
  [[{ index: 0, halfword: -1 }], 'halfword = -1; it must be an integer from 0 to 65535'],
  [[{ index: 0.5, halfword: 1 }], 'index = 0.5'],
])('%j is refused', (value, message) => {
  expect(() => edit(() => value)).toThrow(message);
});

test('the part gets the page frozen, and the numbers that it passes are checked', () => {
  const asked: unknown[] = [];
  edit((page: Parameters<TranslatePart>[0]) => {
    asked.push(Object.isFrozen(page), Object.isFrozen(page.halfwords), page.failsSilently(-1));
    return [];
  });
  expect(asked).toEqual([true, true, true]);
  expect(() => edit((page: Parameters<TranslatePart>[0]) => [page.failsSilently(2 ** 40)])).toThrow(
    'word must be a 32-bit integer',
  );
});

import { directPaging } from '../../../solutions/14-direct-paging/paging.js';
import { Memory, PAGE_BYTES, PTE_R, PTE_V, PTE_W, RAM_BASE } from '../../machine/index.js';
import {
  PagingError,
  PartError,
  checkedPaging,
  pagingFacade,
  type DirectPaging,
  type DirectPagingPart,
} from '../index.js';

const FIRST = RAM_BASE / PAGE_BYTES;
const memory = new Memory(new ArrayBuffer(4 * PAGE_BYTES), 4 * PAGE_BYTES);
const facade = pagingFacade(memory, (_vm, frame) => (frame >= FIRST && frame < FIRST + 4 ? 'own' : 'none'));
const broken = (operations: object): DirectPaging =>
  checkedPaging((given) => ({ ...directPaging(given), ...operations }), facade);

test('a part that keeps the rules is passed through, and writes the machine’s memory', () => {
  const paging = checkedPaging(directPaging, facade);
  const entry = (FIRST + 1) * 1024 + (PTE_W | PTE_R | PTE_V);
  expect(paging.pin(0, FIRST, 1)).toBe(PagingError.Success);
  expect(paging.update(0, [{ frame: FIRST, index: 3, entry }])).toEqual({ error: 0, done: 1 });
  expect(memory.read32(RAM_BASE + 12)).toBe(entry);
  expect(paging.info(FIRST + 1)).toEqual({ type: 'writable', uses: 1, references: 1, pinned: false });
  expect(paging.setBase(0, 'kernel', FIRST)).toBe(PagingError.Busy);
  expect(paging.unpin(0, FIRST)).toBe(PagingError.Success);
  paging.end(0);
  expect(paging.info(FIRST)).toEqual({ type: 'none', uses: 0, references: 0, pinned: false });
});

test.each([
  ['nothing', undefined, 'the direct-paging part returned undefined; it must return an object'],
  ['an object without operations', {}, "the direct-paging part's 'pin' is undefined; it must be a function"],
])('a direct-paging part that returns %s is refused', (_what, made, message) => {
  const part = (() => made) as unknown as DirectPagingPart;
  expect(() => checkedPaging(part, facade)).toThrow(PartError);
  expect(() => checkedPaging(part, facade)).toThrow(message);
});

test.each([
  ['pin', -1, "'pin' answered -1; it must answer one of PagingError: 0, -3, -4, -16, -22"],
  ['unpin', undefined, "'unpin' answered undefined"],
  ['setBase', true, "'setBase' answered true"],
  ['update', { error: 0, done: 1 }, 'answered { error: 0, done: 1 } to 0 updates'],
  ['update', { error: -4, done: 0 }, 'answered { error: -4, done: 0 } to 0 updates'],
  ['update', { error: 0, done: 0.5 }, "'update' returned done = 0.5"],
  ['update', 0, "'update' returned 0; it must return an object { error, done }"],
  ['info', { type: 'L1' }, `'info' returned type = the string "L1"; it must be none, writable, l1, l2`],
  ['info', { type: 'l1', uses: -1 }, "'info' returned uses = -1"],
  ['info', { type: 'l1', uses: 1, references: 1, pinned: 1 }, "'info' returned pinned = 1"],
])('%s may not answer %j', (operation, answer, message) => {
  const paging = broken({ [operation]: () => answer });
  const calls: Record<string, () => unknown> = {
    pin: () => paging.pin(0, FIRST, 1),
    unpin: () => paging.unpin(0, FIRST),
    setBase: () => paging.setBase(0, 'user', undefined),
    update: () => paging.update(0, []),
    info: () => paging.info(FIRST),
  };
  expect(calls[operation]).toThrow(PartError);
  expect(calls[operation]).toThrow(message);
});

test('the facade refuses what is no frame, no index and no entry', () => {
  expect(() => facade.readEntry(FIRST, 1024)).toThrow('index must be an integer from 0 to 1023, not 1024');
  expect(() => facade.readEntry(FIRST, 0.5)).toThrow(RangeError);
  expect(() => facade.readEntry(FIRST + 4, 0)).toThrow(RangeError);
  expect(() => facade.writeEntry(FIRST, 0, 2 ** 32)).toThrow(RangeError);
  expect(() => facade.rightsTo(0, NaN)).toThrow(RangeError);
});

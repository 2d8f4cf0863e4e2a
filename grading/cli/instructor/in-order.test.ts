import { inOrder } from './in-order.js';

const later = <T>(value: T, milliseconds: number) =>
  new Promise<T>((resolve) => setTimeout(() => resolve(value), milliseconds));

async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) {
    all.push(value);
  }
  return all;
}

test('outcomes come in the order of the items, whichever is done first, and never too many are under way', async () => {
  let underWay = 0;
  let most = 0;
  const work = async (item: number) => {
    most = Math.max(most, ++underWay);
    await later(item, (7 * item) % 5);
    underWay -= 1;
    return item;
  };
  const items = [1, 2, 3, 4, 5, 6, 7, 8];
  expect(await collect(inOrder(items, 3, work))).toEqual(items);
  expect(most).toBe(3);
});

test('what one throws is thrown in its turn', async () => {
  const work = (item: number) => (item === 2 ? Promise.reject(new Error('no')) : later(item, 5));
  const seen: number[] = [];
  const run = (async () => {
    for await (const value of inOrder([1, 2, 3], 2, work)) {
      seen.push(value);
    }
  })();
  await expect(run).rejects.toThrow('no');
  expect(seen).toEqual([1]);
});

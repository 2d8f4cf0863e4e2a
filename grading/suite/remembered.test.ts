import { Remembered } from './remembered.js';

test('what was computed once is not computed again, and cannot be changed', () => {
  const remembered = new Remembered<{ readonly list: number[] }>(2);
  let times = 0;
  const compute = () => ({ list: [++times] });
  const first = remembered.of('a', compute);
  expect(remembered.of('a', compute)).toBe(first);
  expect(times).toBe(1);
  expect(() => first.list.push(2)).toThrow();
});

test('the value used longest ago makes room', () => {
  const remembered = new Remembered<string>(2);
  const computed: string[] = [];
  const ask = (key: string) =>
    remembered.of(key, () => {
      computed.push(key);
      return key;
    });
  ['a', 'b', 'a', 'c', 'a', 'b'].forEach(ask);
  expect(computed).toEqual(['a', 'b', 'c', 'b']);
});

test('a computation that throws is not kept', () => {
  const remembered = new Remembered<number>(2);
  const fails = () => {
    throw new Error('no');
  };
  expect(() => remembered.of('a', fails)).toThrow('no');
  expect(remembered.of('a', () => 3)).toBe(3);
});

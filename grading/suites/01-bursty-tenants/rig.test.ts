/** What a part of exercise 01 may hand back, whatever it does to be asked for ever. */
import { PartError, type CapacityPart } from '../../../src/hypervisor/index.js';
import { takeUnfinishedCall } from '../../rig/inside/index.js';
import rig from './rig.js';

const dedicated = (answer: () => unknown, targets = [1000]) => {
  const part = { dedicated: answer } as unknown as CapacityPart;
  const cases = targets.map((target) => ({ demands: [[1], [2]], target }));
  return rig.scenarios['dedicated']!(part, { cases } as never);
};

afterEach(() => void takeUnfinishedCall());

test('numbers in an array are the answer, also of a subclass and of a proxy', () => {
  class Numbers extends Array<number> {}
  expect(dedicated(() => Numbers.from([1, 2]))).toEqual([[1, 2]]);
  expect(dedicated(() => new Proxy([1, 2], {}))).toEqual([[1, 2]]);
});

test('an array of another length is refused by that alone, and its iterator is never asked', () => {
  const endless = Object.assign([1, 2], {
    [Symbol.iterator]: () => {
      throw new Error('asked');
    },
  });
  expect(dedicated(() => endless)).toEqual([[1, 2]]);
  expect(() => dedicated(() => new Array<number>(2 ** 32 - 1))).toThrow(
    'an array of 4294967295 for 2 tenants',
  );
  const long = new Proxy([], { get: (_, key) => (key === 'length' ? 2 ** 52 : 1) });
  expect(() => dedicated(() => long)).toThrow(PartError);
});

test('one array for all calls is refused, where they answer differently', () => {
  const answer: number[] = [];
  let calls = 0;
  const refill = () => {
    answer.splice(0, 2, ++calls, 2);
    return answer;
  };
  expect(() => dedicated(refill, [1, 2])).toThrow('was changed by a later call');
  expect(dedicated(() => [1, 2], [1, 2])).toEqual([
    [1, 2],
    [1, 2],
  ]);
});

test('equal demands are the same object, frozen to the last trace', () => {
  const seen: unknown[] = [];
  const part = { shared: (demands: readonly unknown[]) => (seen.push(demands, demands[0]), 1) };
  const cases = [1, 2].map((target) => ({ demands: [[1], [2]], target }));
  rig.scenarios['shared']!(part as unknown as CapacityPart, { cases } as never);
  expect(seen[0]).toBe(seen[2]);
  expect(seen.every((each) => Object.isFrozen(each))).toBe(true);
});

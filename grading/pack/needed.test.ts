import { coverOf } from './needed.js';

const answer = (name: string, ...fails: string[]) => ({ name, fails });

test('a few wrong answers fail every check that any of them fails, those first that fail least', () => {
  const all = [
    answer('all', 'a', 'b', 'c', 'd'),
    answer('two', 'a', 'b'),
    answer('same', 'a', 'b'),
    answer('c', 'c'),
  ];
  expect(coverOf(all).map(({ name }) => name)).toEqual(['c', 'two', 'all']);
});

test('there may be none', () => {
  expect(coverOf([])).toEqual([]);
});

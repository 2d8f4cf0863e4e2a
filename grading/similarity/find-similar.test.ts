import { xorshift } from '../suite/index.js';
import { findSimilar } from './find-similar.js';

/** A program of some length that is its own: `seed` decides what its functions do. */
function program(seed: number, functions = 12): string {
  const random = xorshift(seed);
  for (let i = 0; i < 20; i += 1) {
    random(); // seeds that are near to each other begin alike
  }
  const signs = ['+', '-', '*', '/', '%', '&', '|', '^', '<<', '>>', '<', '>', '===', '!==', '&&', '||'];
  const sign = (): string => signs[random() % signs.length]!;
  const line = (): string => `  a = a ${sign()} b ${sign()} (a ${sign()} 1);`;
  const body = (): string => Array.from({ length: 6 }, line).join('\n');
  return Array.from({ length: functions }, (_, i) => `function f${i}(a, b) {\n${body()}\n}`).join('\n');
}

const renamed = (text: string): string =>
  text
    .replace(/\ba\b/g, 'first')
    .replace(/\n {2}/g, '\n\n      // well\n\t')
    .replace(/f(\d)/g, 'do$1');

const others = [11, 12, 13, 14].map((seed) => ({ owner: `other ${seed}`, text: program(seed) }));

test('a copy with other names, comments and layout is the same', () => {
  const handed = [{ owner: 'ann', text: program(1) }, ...others, { owner: 'bob', text: renamed(program(1)) }];
  const { same, pairs } = findSimilar(handed, []);
  expect(same).toEqual([{ owners: ['ann', 'bob'], exact: false }]);
  expect(pairs).toEqual([]);
});

test('a copy byte for byte is told as one', () => {
  const handed = ['ann', 'bob', 'cleo'].map((owner) => ({ owner, text: program(1) }));
  expect(findSimilar(handed, []).same).toEqual([{ owners: ['ann', 'bob', 'cleo'], exact: true }]);
});

test('a copy in part is found first, with the lines on both sides', () => {
  const half = program(1, 8);
  const handed = [
    ...others,
    { owner: 'ann', text: half + '\n' + program(2, 4) },
    { owner: 'bob', text: program(3, 4) + '\n' + renamed(half) },
  ];
  const { same, pairs } = findSimilar(handed, []);
  expect(same).toEqual([]);
  expect(pairs).toHaveLength(1);
  const { left, right, similarity, stretches } = pairs[0]!;
  expect([left, right]).toEqual(['ann', 'bob']);
  expect(similarity).toBeGreaterThan(0.5);
  const longest = stretches.reduce((a, b) => (b.left.to - b.left.from > a.left.to - a.left.from ? b : a));
  expect(longest.left.from).toBeLessThan(10);
  expect(longest.left.to).toBeGreaterThan(50);
  expect(longest.right.from).toBeGreaterThan(32);
});

test('what everybody was given makes nobody alike', () => {
  const stub = program(5);
  const handed = [1, 2, 3].map((seed) => ({ owner: `${seed}`, text: `${stub}\n${program(seed)}` }));
  const untouched = { owner: 'empty', text: renamed(stub) };
  expect(findSimilar([...handed, untouched], [])).not.toMatchObject({ pairs: [] });
  expect(findSimilar([...handed, untouched], [stub])).toEqual({ same: [], pairs: [], nothingOwn: ['empty'] });
});

test('what half of the class has comes from the task; a copy among them is found all the same', () => {
  const usual = program(6);
  const handed = Array.from({ length: 30 }, (_, i) => ({
    owner: `${i}`,
    text: `${usual}\n${program(100 + i)}`,
  }));
  const copied = { owner: 'copy', text: `${program(200, 2)}\n${renamed(program(107))}` };
  expect(findSimilar([...handed, copied], []).pairs.map(({ left, right }) => [left, right])).toEqual([
    ['7', 'copy'],
  ]);
});

test('the same class gives the same list, in whatever order it came', () => {
  const handed = [
    ...others,
    { owner: 'ann', text: program(1) },
    { owner: 'bob', text: `${program(1, 9)}\n${program(2, 3)}` },
  ];
  const names = (order: typeof handed): string[][] =>
    findSimilar(order, []).pairs.map(({ left, right }) => [left, right].sort());
  expect(names(handed)).toEqual(names([...handed].reverse()));
  expect(names(handed)).toEqual([['ann', 'bob']]);
});

test('nobody, and nothing', () => {
  expect(findSimilar([], [])).toEqual({ same: [], pairs: [], nothingOwn: [] });
  expect(
    findSimilar(
      [
        { owner: 'a', text: '' },
        { owner: 'b', text: 'x' },
      ],
      [],
    ),
  ).toEqual({ same: [], pairs: [], nothingOwn: ['a', 'b'] });
});

import { exitsChart } from './exits-chart.js';

test('the most frequent exit comes first, and bars grow with the logarithm', () => {
  const chart = exitsChart({ rare: 1, often: 10_000, some: 100 })!;
  expect(chart.bars.map(({ label, count, width }) => [label, count, width])).toEqual([
    ['often', '10,000', 320],
    ['some', '100', 164],
    ['rare', '1', 8],
  ]);
});

test('the axis is marked at powers of ten, up to the greatest count', () => {
  const chart = exitsChart({ a: 20_345_000 })!;
  expect(chart.ticks.map((tick) => tick.label)).toEqual([
    '1',
    '10',
    '100',
    '1k',
    '10k',
    '100k',
    '1M',
    '10M',
    '100M',
  ]);
  expect(chart.ticks.at(-1)).toEqual({ x: 320, label: '100M', anchor: 'end' });
});

test('an exit that never happened has no bar, and its count is told', () => {
  const chart = exitsChart({ never: 0 })!;
  expect(chart.bars[0]).toMatchObject({ count: '0', width: 0 });
  expect(chart.ticks.map((tick) => tick.label)).toEqual(['1', '10']);
});

test('the same picture in words holds every count', () => {
  expect(exitsChart({ ecall: 2, 'page fault': 1200 })!.description).toBe('page fault: 1,200; ecall: 2.');
});

test('too many kinds are added up, none is lost', () => {
  const exits = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`kind ${i}`, 1]));
  const bars = exitsChart(exits)!.bars;
  expect(bars).toHaveLength(24);
  expect(bars.at(-1)).toMatchObject({ label: '17 other kinds', count: '17' });
});

test('a long name is shortened', () => {
  expect(exitsChart({ ['x'.repeat(100)]: 1 })!.bars[0]!.label).toMatch(/^x{35}…$/);
});

test('no exits, no picture', () => {
  expect(exitsChart({})).toBeUndefined();
});

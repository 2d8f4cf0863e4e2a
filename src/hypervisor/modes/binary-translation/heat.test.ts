import { COUNTED_INSTRUCTIONS, HOT_EXITS } from '../../vm/index.js';
import { Heat } from './heat.js';

const often = (times: number, count: () => boolean) => Array.from({ length: times }, count);

test('an instruction becomes hot once, with its HOT_EXITS-th exit, and stays so', () => {
  const heat = new Heat();
  expect(often(HOT_EXITS - 1, () => heat.countExit(7))).not.toContain(true);
  expect(heat.isHot(7)).toBe(false);
  expect(heat.countExit(7)).toBe(true);
  expect(often(HOT_EXITS, () => heat.countExit(7))).not.toContain(true); // else its page would be edited again and again
  expect([heat.isHot(7), heat.isHot(8)]).toEqual([true, false]);
});

test('one that is translated in vain is so no more, and never becomes hot again', () => {
  const heat = new Heat();
  often(HOT_EXITS, () => heat.countExit(7));
  expect(often(HOT_EXITS - 1, () => heat.countVain(7))).not.toContain(true);
  expect(heat.isHot(7)).toBe(true);
  expect(heat.countVain(7)).toBe(true);
  expect(often(2 * HOT_EXITS, () => heat.countVain(7) || heat.countExit(7))).not.toContain(true);
  expect(heat.isHot(7)).toBe(false);
});

test('where two meet in the table, the one that traps now begins from zero, and the other is forgotten', () => {
  const heat = new Heat();
  const other = 7 + COUNTED_INSTRUCTIONS;
  often(HOT_EXITS, () => heat.countExit(7));
  often(HOT_EXITS, () => heat.countVain(7));
  expect(often(HOT_EXITS - 1, () => heat.countExit(other))).not.toContain(true);
  expect(heat.isHot(other)).toBe(false);
  expect(heat.countExit(other)).toBe(true);
  expect([heat.isHot(other), heat.isHot(7)]).toEqual([true, false]);
});

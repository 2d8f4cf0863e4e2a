/** Random values that some check of the VMM could take for right ones. */
import type { Random } from '../../../random.js';
import {
  BASE,
  FIRST_PLAY,
  OPEN,
  PLAY_PAGES,
  READ,
  ROOT,
  SHARED,
  STACK,
  TABLE,
  UPDATES,
  WINDOW,
  WINDOW_TABLE,
  page,
} from './layout.js';
import { ownEntry } from './pieces.js';

/** A kind of attack: its assembly. */
export type Kind = (random: Random) => string;

/** A page to play with. */
export const play = (random: Random) => page(FIRST_PLAY + random.below(PLAY_PAGES));

/** A guest-physical address: mostly a page to play with, sometimes one that matters, sometimes nonsense. */
export function address(random: Random): number {
  const offset = random.pick([0, 0, 0, 4, 8, 2, 0xffc, 0xfff]);
  switch (random.below(6)) {
    case 0:
      return random.pick([ROOT, TABLE, WINDOW_TABLE, STACK, UPDATES, SHARED, BASE]) + offset;
    case 1:
      return (
        random.pick([
          0,
          1,
          2,
          3,
          4,
          5,
          6,
          page(64),
          page(65),
          0xffff_f000,
          0xffff_fffc,
          WINDOW,
          WINDOW + 4096,
        ]) >>> 0
      );
    default:
      return play(random) + offset;
  }
}

/** A number that some call could mistake: a page, a size, a VM, a channel, a frame. */
export const value = (random: Random) =>
  random.pick([
    () => address(random),
    () => random.below(5),
    () => random.below(70),
    () => 0x8_0000 + random.below(0x1000),
    () => random.word(),
  ])() >>> 0;

/** t3 becomes an entry: of a page of its own with any flags, or forged. */
export function anyEntry(random: Random): string {
  const flags = random.pick([1, 1, OPEN, OPEN, READ, 0, 0x3f, 0xff, 0xe1, random.below(0x400)]);
  if (random.below(3) > 0) {
    return ownEntry(random.pick([play(random), play(random), ROOT, TABLE, WINDOW_TABLE, SHARED]), flags);
  }
  const frame = random.pick([0, 0x1_0000, 0x8_0000 + random.below(0x900), 0x3f_ffff]); // a device, the VMM, another VM, nothing
  return `  li t3, ${((frame << 10) | flags) >>> 0}`;
}

export const entryOf = (random: Random) =>
  random.pick([ROOT, TABLE, WINDOW_TABLE, play(random), play(random)]) +
  4 * random.pick([0, 1, 513, 1023, 32 + random.below(31), random.below(1024)]);

/** Not the end, and no return from a trap: these are rarer. */
export const callNumber = (random: Random) =>
  random.below(50) === 0
    ? random.pick([3, 8])
    : random.pick([0, 1, 2, 4, 5, 6, 7, 9, 10, random.between(11, 21)]);

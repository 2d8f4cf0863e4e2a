/** Attacks on page tables: forged entries, tables that are no tables, stores through other mappings, rings of updates. */
import { FIRST_PLAY, WINDOW, page } from './layout.js';
import { call, store, update } from './pieces.js';
import { address, anyEntry, entryOf, play, value, type Kind } from './values.js';

export const forgedEntry: Kind = (random) => `${anyEntry(random)}\n${update(entryOf(random))}`;

/** Writes a table by plain stores, and then wants it to be one. */
export const ownTable: Kind = (random) => {
  const table = play(random);
  const entries = Array.from(
    { length: random.below(4) },
    () => `${anyEntry(random)}\n  li t2, ${table + 4 * random.below(1024)}\n  sw t3, (t2)`,
  );
  return `${entries.join('\n')}\n  li t3, ${table}\n${update(random.pick([1, 2, 2, 4, 5]))}`;
};

export const command: Kind = (random) => `  li t3, ${address(random)}\n${update(random.below(7))}`;

/** A store through whatever maps the page now: its own map, a user's table that was made its own. */
export const plainStore: Kind = (random) =>
  `  li t2, ${random.pick([address(random), entryOf(random), WINDOW + 4 * random.below(5 * 1024)]) >>> 0}\n${anyEntry(random).replaceAll('t2', 't5')}\n  sw t3, (t2)\n  lw t4, (t2)`;

/** Puts updates into a ring of its own, some of them nonsense, and lets the VMM do them now or on its next way to a process. */
export const updateRing: Kind = (random) => {
  const ring = random.pick([page(FIRST_PLAY), page(FIRST_PLAY), page(FIRST_PLAY + 8), address(random)]);
  const updates = Array.from({ length: random.between(1, 3) }, (_, index) =>
    [
      anyEntry(random),
      `  li t2, ${(ring + 8 + 8 * index) >>> 0}`,
      `  li t4, ${random.pick([entryOf(random), entryOf(random), random.below(7)])}`,
      '  sw t4, (t2)',
      '  sw t3, 4(t2)',
    ].join('\n'),
  );
  const asked = store(ring, random.pick([updates.length, updates.length, value(random)]));
  return `${updates.join('\n')}\n${asked}\n${random.pick([call(20, ring), call(20, ring), ''])}`;
};

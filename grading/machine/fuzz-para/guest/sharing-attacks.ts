/** Attacks on what VMs share: rings, events, channels, grants, and pages that they give back. */
import { BASE, OPEN, READ, TABLE, WINDOW } from './layout.js';
import { call, ownEntry, store, update } from './pieces.js';
import { address, play, value, type Kind } from './values.js';

export const lyingRing: Kind = (random) => {
  const ring = WINDOW + 4096 * random.between(1, 2);
  const lies = Array.from({ length: random.between(1, 4) }, () =>
    store(ring + 4 * random.below(40), value(random)),
  );
  return `${lies.join('\n')}\n${call(10, random.below(2))}`;
};

export const flood: Kind = (random) =>
  `  li s6, ${random.between(10, 200)}\n1: ${call(10, random.below(8)).trim()}\n  addi s6, s6, -1\n  bnez s6, 1b`;

/** Grants to the other guest, which is VM 0 or 1, and sometimes gives the page back at once. */
export const grant: Kind = (random) => {
  const at = random.pick([play(random), play(random), address(random)]);
  const back = `  li t3, 0\n${update(TABLE + 4 * Math.floor(Math.abs(at - BASE) / 4096))}\n${call(18, at)}`;
  return `${call(14, random.below(2), at, random.below(2))}\n${random.below(3) === 0 ? back : ''}`;
};

/** Maps what it may map, or may not, and keeps it, or ends it. */
export const useGrant: Kind = (random) => `${call(16, random.below(2), random.between(1, 4))}
  slli t3, a1, 10
  ori t3, t3, ${random.pick([OPEN, READ])}
${update(TABLE + 4 * random.between(64, 90))}
${random.pick(['', '', endGrant(random)])}`;

export const endGrant: Kind = (random) =>
  random.below(2) === 0 ? call(15, random.between(1, 4)) : call(17, random.below(2), random.between(1, 4));

/** Takes the page out of its map first, as it must; then gives it back once or twice, or gets it again. */
export const balloon: Kind = (random) => {
  const at = play(random);
  const calls = Array.from({ length: random.between(1, 3) }, () => call(random.pick([18, 18, 19]), at));
  const unmap = `  li t3, 0\n${update(TABLE + 4 * ((at - BASE) / 4096))}`;
  const again = `${ownEntry(at, OPEN)}\n${update(TABLE + 4 * ((at - BASE) / 4096))}`;
  return [random.below(4) > 0 ? unmap : '', ...calls, random.below(2) > 0 ? again : ''].join('\n');
};

export const channels: Kind = (random) =>
  random.pick([
    call(11, random.below(4)),
    call(12, random.below(4), random.below(8)),
    call(13, random.below(8)),
    call(10, random.below(34)),
  ]);

/** Hardware with random holes: one alone, some, or all of them. */
import { allHoles, legacy, legacyWith, type Profile } from '../../../src/machine/index.js';
import { Random } from '../../random.js';

/** The same `seed` gives the same holes. */
export function randomHoles(seed: number): Profile {
  const random = new Random(seed);
  switch (random.below(3)) {
    case 0:
      return legacy;
    case 1:
      return legacyWith([random.pick(allHoles)]);
    default:
      return legacyWith(allHoles.filter(() => random.oneIn(2)));
  }
}

/**
 * Makes a sequence short that goes wrong, so that a teacher can understand it: leaves out steps, one after the other, as long as it
 * still goes wrong. It always ends: each round leaves less.
 */
import type { Situation } from './situation.js';

export async function shrink(
  situation: Situation,
  failing: (some: readonly Situation[]) => Promise<readonly boolean[]>,
): Promise<Situation> {
  const { steps } = situation;
  const smaller = steps.map((_, i) => ({ ...situation, steps: steps.toSpliced(i, 1) }));
  const found = smaller.length === 0 ? -1 : (await failing(smaller)).indexOf(true);
  return found < 0 ? situation : shrink(smaller[found]!, failing);
}

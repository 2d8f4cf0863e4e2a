/**
 * What of the pack a run grades. `npm run test:long` grades so few wrong answers that each check is still seen to fail;
 * `npm run test:pack` grades them all, which takes minutes.
 */
import { type Exercise, selectExercises } from '../exercises/index.js';
import type { WrongPart } from './wrong-answers.js';

/** Set by `npm run test:pack`. */
const WHOLE_PACK = process.env['HYPERLAB_WHOLE_PACK'] === '1';

/** Numbers, separated by commas, where not all exercises are wanted: `ONLY=09,10 npm run test:pack`. */
const ONLY = process.env['ONLY']?.split(',') ?? [];

export function exercisesToGrade(all: readonly Exercise[]): readonly Exercise[] {
  return selectExercises(all, ONLY);
}

/** The wrong answers of one exercise that this run grades. */
export function answersToGrade(all: readonly WrongPart[]): readonly WrongPart[] {
  return WHOLE_PACK ? all : coverOf(all);
}

/**
 * A few of `all` that fail, together, every check that any of them fails. For a check that is not failed yet, the one that
 * fails fewest others is taken: it shows most about this check.
 */
export function coverOf<Answer extends Pick<WrongPart, 'fails'>>(all: readonly Answer[]): Answer[] {
  const narrowestFirst = all.toSorted((a, b) => a.fails.length - b.fails.length);
  const failed = new Set<string>();
  return narrowestFirst.filter(({ fails }) => {
    const adds = fails.some((check) => !failed.has(check));
    fails.forEach((check) => failed.add(check));
    return adds;
  });
}

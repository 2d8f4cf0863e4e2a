/**
 * Classical item analysis of an exercise's checks, over those who handed the exercise in.
 *
 * - difficulty p: the mean share of the check's points; 1 where everybody has all of them.
 * - discrimination r: the correlation of the check's points with those of all *other* checks of the exercise (corrected item-total,
 *   for checks without partial points the point-biserial). With the check in its own total, r would be too high.
 * - D: p of the upper 27 % less p of the lower 27 % (Kelley 1939), by the points of the other checks.
 * - p in each fifth of those who handed in, by their points in the exercise.
 *
 * A check that was the grader's fault says nothing of the student: it is left out. One that was skipped earned nothing.
 */
import type { Outcome, ReportCheck, ReportClass, ReportExercise, Work } from '../data/index.js';
import { correlation, mean, rankGroups } from './numbers.js';

export interface Item {
  readonly check: ReportCheck;
  /** Who is counted. */
  readonly count: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly errors: number;
  readonly difficulty: number | undefined;
  readonly discrimination: number | undefined;
  readonly upperLower: number | undefined;
  /** From the lowest fifth to the highest. */
  readonly fifths: readonly (number | undefined)[];
  /** What a person should look at; empty where nothing stands out. */
  readonly remark: string;
}

/** Fewer say nothing of how a check tells students apart. */
export const LEAST_FOR_DISCRIMINATION = 10;
const KELLEY = 0.27;

/** The work of all who handed the exercise in. */
export function handedInWork({ students }: ReportClass, exercise: string): Work[] {
  return students.flatMap(({ work }) => {
    const own = work.get(exercise);
    return own?.handedIn ? [own] : [];
  });
}

export function analyseItems(exercise: ReportExercise, works: readonly Work[]): Item[] {
  const fifthOf = rankGroups(
    works.map(({ score }) => score),
    5,
  );
  return exercise.checks.map((check) => itemOf(check, works, fifthOf));
}

interface Taken {
  readonly share: number;
  readonly rest: number;
  readonly fifth: number;
}

function itemOf(check: ReportCheck, works: readonly Work[], fifthOf: readonly number[]): Item {
  const outcomes = works.flatMap(({ checks }) => checks.get(check.id) ?? []);
  const of = (verdict: Outcome['verdict']): number =>
    outcomes.filter((one) => one.verdict === verdict).length;
  const taken = works.flatMap(({ checks, score }, index): Taken[] => {
    const outcome = checks.get(check.id);
    return outcome === undefined || outcome.verdict === 'error'
      ? []
      : [{ share: shareOf(outcome, check), rest: score - outcome.points, fifth: fifthOf[index]! }];
  });
  const enough = taken.length >= LEAST_FOR_DISCRIMINATION;
  const numbers = {
    count: taken.length,
    difficulty: mean(taken.map(({ share }) => share)),
    discrimination: enough ? correlation(taken.map(({ share, rest }) => [share, rest])) : undefined,
    upperLower: enough ? upperLower(taken) : undefined,
  };
  return {
    check,
    ...numbers,
    ...{ passed: of('pass'), failed: of('fail'), skipped: of('skipped'), errors: of('error') },
    fifths: [0, 1, 2, 3, 4].map((fifth) =>
      mean(taken.filter((one) => one.fifth === fifth).map(({ share }) => share)),
    ),
    remark: remarkOf(numbers, of('error')),
  };
}

/** A check without points is passed or not. */
function shareOf({ verdict, points }: Outcome, { maxPoints }: ReportCheck): number {
  return maxPoints === 0 ? Number(verdict === 'pass') : points / maxPoints;
}

function upperLower(taken: readonly Taken[]): number | undefined {
  const size = Math.round(taken.length * KELLEY);
  const sorted = taken.map(({ rest }) => rest).sort((a, b) => a - b);
  // Whoever has as much as the last one in a group is in it as well.
  const [low, high] = [sorted[size - 1]!, sorted[sorted.length - size]!];
  const shares = (within: (rest: number) => boolean): number | undefined =>
    mean(taken.filter(({ rest }) => within(rest)).map(({ share }) => share));
  return low >= high ? undefined : shares((rest) => rest >= high)! - shares((rest) => rest <= low)!;
}

function remarkOf(
  { difficulty, discrimination }: Pick<Item, 'difficulty' | 'discrimination'>,
  errors: number,
): string {
  const remarks = [
    ...(errors > 0 ? ['the grader failed here'] : []),
    ...(discrimination !== undefined && discrimination < 0
      ? ['those who do well elsewhere fail it: look at the check']
      : discrimination !== undefined && discrimination < 0.2
        ? ['tells strong from weak hardly']
        : []),
    ...(difficulty !== undefined && difficulty < 0.3 ? ['hard'] : []),
    ...(difficulty !== undefined && difficulty > 0.9 ? ['nearly everybody has it'] : []),
  ];
  return remarks.join('; ');
}

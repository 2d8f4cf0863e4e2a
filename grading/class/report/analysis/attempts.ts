/** Attempts over time: of the whole class, or of one exercise. */
import type { Attempt } from '../../record/index.js';
import type { ReportClass } from '../data/index.js';
import { mean } from './numbers.js';

export interface Period {
  /** First day of it in UTC, like `2026-11-30`. */
  readonly from: string;
  readonly attempts: number;
  /** Mean share of the points, of those that were graded. */
  readonly share: number | undefined;
}

export interface ByNumber {
  readonly number: number;
  readonly attempts: number;
  readonly graded: number;
  readonly share: number | undefined;
}

export interface AttemptsOverTime {
  /** Without those whose time nobody knows. */
  readonly periods: readonly Period[];
  readonly days: 1 | 7;
  readonly untimed: number;
  /** By how often the student had handed in. */
  readonly byNumber: readonly ByNumber[];
}

interface One {
  readonly number: number;
  readonly at: string | undefined;
  readonly share: number | undefined;
}

/** More bars than these are by week. */
const MOST_DAYS = 31;
const DAY = 24 * 60 * 60 * 1000;

/** Of an exercise only attempts that were graded are known to have it. */
export function attemptsOverTime({ students }: ReportClass, exercise?: string): AttemptsOverTime {
  const all = students.flatMap(({ student }) =>
    student.attempts.flatMap((attempt): One[] => {
      const share = shareOf(attempt, exercise);
      return exercise !== undefined && share === undefined
        ? []
        : [{ number: attempt.number, at: attempt.handedInAt, share }];
    }),
  );
  const timed = all.filter(({ at }) => at !== undefined);
  const days = timed.map(({ at }) => Math.floor(Date.parse(at!) / DAY));
  const length = spanOf(days) > MOST_DAYS ? 7 : 1;
  return {
    periods: periodsOf(timed, days, length),
    days: length,
    untimed: all.length - timed.length,
    byNumber: byNumber(all),
  };
}

function shareOf({ score, maxScore, exercises }: Attempt, exercise: string | undefined): number | undefined {
  const found = exercises?.find(({ id, handedIn }) => id === exercise && handedIn);
  const [points, most] = exercise === undefined ? [score, maxScore] : [found?.score, found?.maxScore];
  return points === undefined || most === undefined || most === 0 ? undefined : points / most;
}

function spanOf(days: readonly number[]): number {
  const [first, last] = ends(days);
  return last - first + 1;
}

/** (Not with `Math.min(...days)`: a large class has more than a call may have arguments.) */
function ends(days: readonly number[]): [number, number] {
  return [days.reduce((a, b) => Math.min(a, b), Infinity), days.reduce((a, b) => Math.max(a, b), -Infinity)];
}

function periodsOf(timed: readonly One[], days: readonly number[], length: 1 | 7): Period[] {
  const [first, last] = ends(days);
  // One attempt of another year must not make a chart of thousands of bars.
  const slots = days.length === 0 ? 0 : Math.min(MOST_PERIODS, Math.floor((last - first) / length) + 1);
  const start = last - first + 1 > slots * length ? last - slots * length + 1 : first;
  return Array.from({ length: slots }, (_, slot) => {
    const from = start + slot * length;
    const within = timed.filter((_one, index) => {
      const day = days[index]!;
      return day < from + length && (day >= from || (slot === 0 && day < from));
    });
    return {
      from: new Date(from * DAY).toISOString().slice(0, 10),
      attempts: within.length,
      share: mean(within.flatMap(({ share }) => share ?? [])),
    };
  });
}

const MOST_PERIODS = 60;

function byNumber(all: readonly One[]): ByNumber[] {
  const numbers = [...new Set(all.map(({ number }) => number))].sort((a, b) => a - b);
  return numbers.map((number) => {
    const own = all.filter((one) => one.number === number);
    const shares = own.flatMap(({ share }) => share ?? []);
    return { number, attempts: own.length, graded: shares.length, share: mean(shares) };
  });
}

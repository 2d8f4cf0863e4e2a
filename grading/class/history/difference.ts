/** What another grading of the same work changes, as lines that a person reviews. */
import type { CheckResult, Result } from '../../result/index.js';

export interface Difference {
  readonly score: number;
  readonly newScore: number;
  readonly maxScore: number;
  readonly newMaxScore: number;
  /** Checks whose verdict or points differ, or that only one of the results has. */
  readonly checks: readonly CheckDifference[];
}

export interface CheckDifference {
  readonly exercise: string;
  readonly check: string;
  readonly before?: Pick<CheckResult, 'verdict' | 'points'>;
  readonly after?: Pick<CheckResult, 'verdict' | 'points'>;
}

export function difference(before: Result, after: Result): Difference {
  const old = checksOf(before);
  const fresh = checksOf(after);
  const names = [...new Set([...old.keys(), ...fresh.keys()])];
  const checks = names.flatMap((name) => {
    const [one, other] = [old.get(name), fresh.get(name)];
    const same = one !== undefined && one.verdict === other?.verdict && one.points === other.points;
    const [exercise, check] = name.split('/') as [string, string];
    return same ? [] : [{ exercise, check, ...(one && { before: one }), ...(other && { after: other }) }];
  });
  return {
    score: before.score,
    newScore: after.score,
    maxScore: before.maxScore,
    newMaxScore: after.maxScore,
    checks,
  };
}

function checksOf({ exercises }: Result): Map<string, CheckResult> {
  return new Map(exercises.flatMap(({ id, checks }) => checks.map((check) => [`${id}/${check.id}`, check])));
}

export const changesAnything = ({ checks, maxScore, newMaxScore }: Difference): boolean =>
  checks.length > 0 || maxScore !== newMaxScore;

/** `ada: 7.5 of 15 → 8 of 15`, and a line for each check. */
export function differenceLines(student: string, { checks, ...scores }: Difference): string[] {
  const { score, newScore, maxScore, newMaxScore } = scores;
  return [
    `${student}: ${score} of ${maxScore} → ${newScore} of ${newMaxScore}`,
    ...checks.map(
      ({ exercise, check, before, after }) => `  ${exercise}/${check}: ${told(before)} → ${told(after)}`,
    ),
  ];
}

function told(check: CheckDifference['before']): string {
  return check === undefined ? 'not there' : `${check.verdict} ${check.points}`;
}

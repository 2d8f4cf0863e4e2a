/** The state of a submission in honest words, and what to do next. */
import type { CheckResult, ExerciseResult, Result } from '../result/index.js';

export interface Summary {
  /** True only where there were checks and every one passed. */
  readonly complete: boolean;
  readonly headline: string;
  /** What did not pass, or what was not asked; may be empty. */
  readonly detail: string;
}

export function summarise({ exercises }: Result): Summary {
  const checks = exercises.flatMap((exercise) => exercise.checks);
  const passed = checks.filter(({ verdict }) => verdict === 'pass').length;
  if (checks.length === 0) {
    return { complete: false, headline: 'Nothing was checked.', detail: '' };
  }
  if (passed === checks.length) {
    return allPassed(checks);
  }
  return {
    complete: false,
    headline: `${passed} of ${countOf(checks.length, 'check')} passed.`,
    detail: [onlyHiddenFailed(checks), ...whatFailed(checks)].join(' ').trim(),
  };
}

/** The first visible check that fails, or else the first hidden one; undefined where no code can be mended. */
export function nextStep({
  exercises,
}: Result): { exercise: ExerciseResult; check: CheckResult } | undefined {
  const failed = exercises.flatMap((exercise) =>
    exercise.checks.filter(({ verdict }) => verdict === 'fail').map((check) => ({ exercise, check })),
  );
  return failed.find(({ check }) => check.visibility === 'visible') ?? failed[0];
}

export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Points as students read them: `2.5 of 4 points`. */
export function pointsOf(points: number, maxPoints: number): string {
  return `${points} of ${countOf(maxPoints, 'point')}`;
}

/** A student's copy of the lab has no hidden checks, and must not take its own word for the grader's. */
function allPassed(checks: readonly CheckResult[]): Summary {
  return checks.some(({ visibility }) => visibility === 'hidden')
    ? { complete: true, headline: `All ${countOf(checks.length, 'check')} passed.`, detail: '' }
    : {
        complete: true,
        headline: `All ${countOf(checks.length, 'visible check')} passed.`,
        detail: 'Hidden checks were not part of this run.',
      };
}

function onlyHiddenFailed(checks: readonly CheckResult[]): string {
  const visible = checks.filter(({ visibility }) => visibility === 'visible');
  return visible.length > 0 && visible.every(({ verdict }) => verdict === 'pass')
    ? 'Every visible check passed, but hidden ones did not.'
    : '';
}

function whatFailed(checks: readonly CheckResult[]): string[] {
  const count = (verdict: string, visibility?: string): number =>
    checks.filter((check) => check.verdict === verdict && (!visibility || check.visibility === visibility))
      .length;
  const failed = count('fail');
  const hidden = count('fail', 'hidden');
  const which = hidden === 0 ? '' : hidden === failed ? ' (hidden)' : ` (${hidden} of them hidden)`;
  return [
    failed > 0 ? `${countOf(failed, 'check')} failed${which}.` : '',
    count('error') > 0 ? `${countOf(count('error'), 'check')} could not be graded.` : '',
    count('skipped') > 0 ? `${countOf(count('skipped'), 'check')} did not run.` : '',
  ].filter((sentence) => sentence !== '');
}

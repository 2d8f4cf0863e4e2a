/** The state of a submission in honest words, and what to do next. */
import type { StudentCheck, StudentExercise, StudentResult } from './student-view.js';

export interface Summary {
  /** True only where there were checks and every one passed. */
  readonly complete: boolean;
  readonly headline: string;
  /** What did not pass, or what was not asked; may be empty. */
  readonly detail: string;
}

/** What was handed in counts here; what was not is named beside it. */
export function summarise(result: StudentResult): Summary {
  const { exercises, missing } = handedIn(result);
  const checks = exercises.flatMap((exercise) => exercise.checks);
  const summary = summariseChecks(checks);
  return { ...summary, detail: [summary.detail, missingWords(missing)].join(' ').trim() };
}

/** The exercises that were handed in with their points, and those that were not. */
export function handedIn({ exercises }: StudentResult): {
  readonly exercises: readonly StudentExercise[];
  readonly missing: readonly StudentExercise[];
  readonly score: number;
  readonly maxScore: number;
} {
  const handed = exercises.filter(wasHandedIn);
  const sum = (key: 'score' | 'maxScore') => handed.reduce((total, exercise) => total + exercise[key], 0);
  const missing = exercises.filter((exercise) => !wasHandedIn(exercise));
  return { exercises: handed, missing, score: sum('score'), maxScore: sum('maxScore') };
}

/** Of an exercise that was, at least one check has run. */
export function wasHandedIn({ checks }: StudentExercise): boolean {
  return checks.length === 0 || checks.some(({ verdict }) => verdict !== 'skipped');
}

function summariseChecks(checks: readonly StudentCheck[]): Summary {
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
}: StudentResult): { exercise: StudentExercise; check: StudentCheck } | undefined {
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
function allPassed(checks: readonly StudentCheck[]): Summary {
  return checks.some(({ visibility }) => visibility === 'hidden')
    ? { complete: true, headline: `All ${countOf(checks.length, 'check')} passed.`, detail: '' }
    : {
        complete: true,
        headline: `All ${countOf(checks.length, 'visible check')} passed.`,
        detail: 'Hidden checks were not part of this run.',
      };
}

/** `02 Frame allocator and 13 Hypercalls were not handed in (14 points).` */
function missingWords(missing: readonly StudentExercise[]): string {
  if (missing.length === 0) {
    return '';
  }
  const points = missing.reduce((sum, { maxScore }) => sum + maxScore, 0);
  const names = missing.map(({ id, title }) => `${id.slice(0, 2)} ${title}`);
  const listed = [names.slice(0, -1).join(', '), names.at(-1)].filter((part) => part !== '').join(' and ');
  return `${listed} ${missing.length === 1 ? 'was' : 'were'} not handed in (${countOf(points, 'point')}).`;
}

function onlyHiddenFailed(checks: readonly StudentCheck[]): string {
  const visible = checks.filter(({ visibility }) => visibility === 'visible');
  return visible.length > 0 && visible.every(({ verdict }) => verdict === 'pass')
    ? 'Every visible check passed, but hidden ones did not.'
    : '';
}

function whatFailed(checks: readonly StudentCheck[]): string[] {
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

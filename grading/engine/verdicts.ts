/**
 * Joins three accounts of a run: what the manifest promises, what each check wrote down, and what Jest saw. They must
 * agree. A check that did not report, reported twice, or that Jest saw otherwise is an error, never a pass (fail closed).
 */
import type { CheckResult, Manifest, ManifestCheck } from '../result/index.js';
import type { CheckRecord } from '../suite/record.js';
import type { JestVerdict, SuiteRun } from './run-suites.js';

export function joinVerdicts(
  manifest: Manifest,
  records: readonly CheckRecord[],
  run: SuiteRun,
): CheckResult[] {
  return manifest.checks.map((check) => {
    const mine = records.filter(({ exercise, title }) => exercise === manifest.id && title === check.title);
    const seen = run.verdicts.filter(
      ({ suite, title }) => suite.includes(manifest.id) && title === check.title,
    );
    return toResult(manifest, check, agreed(mine, seen));
  });
}

/** The checks of an exercise that was not handed in. */
export function skippedChecks(manifest: Manifest): CheckResult[] {
  const skipped = { verdict: 'skipped', message: 'This exercise was not handed in.' } as const;
  return manifest.checks.map((check) => toResult(manifest, check, skipped));
}

function agreed(
  records: readonly CheckRecord[],
  seen: readonly JestVerdict[],
): Omit<CheckRecord, 'exercise' | 'title'> {
  const [record] = records;
  if (record === undefined || seen.length === 0) {
    return fault('This check did not report.');
  }
  if (records.length > 1 || seen.length > 1) {
    return fault('This check reported more than once.');
  }
  const status = record.verdict === 'pass' ? 'passed' : 'failed';
  return seen[0]!.status === status ? record : fault('Two accounts of this check differ.');
}

function fault(reason: string): Omit<CheckRecord, 'exercise' | 'title'> {
  return {
    verdict: 'error',
    message: `${reason} This is the grader's fault, not yours; tell your instructor.`,
  };
}

function toResult(
  manifest: Manifest,
  { id, title, section, points, visibility, hint }: ManifestCheck,
  record: Omit<CheckRecord, 'exercise' | 'title'>,
): CheckResult {
  const { verdict, message, expected, actual, exits, console, location } = record;
  return {
    id,
    title,
    section: section ?? manifest.section,
    verdict,
    points: verdict === 'pass' ? points : 0,
    maxPoints: points,
    visibility,
    message,
    ...(expected === undefined ? {} : { expected }),
    ...(actual === undefined ? {} : { actual }),
    ...(hint === undefined ? {} : { hint }),
    ...(exits === undefined ? {} : { exits }),
    ...(console === undefined ? {} : { console }),
    ...(location === undefined ? {} : { location }),
  };
}

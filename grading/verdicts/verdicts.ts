/**
 * Joins three accounts of a run: what the manifest promises, what each check wrote down, and what Jest saw. They must
 * agree. A check that did not report, reported twice, or that Jest saw otherwise is an error, never a pass (fail closed).
 */
import type { CheckResult, Manifest, ManifestCheck } from '../result/index.js';
import type { CheckRecord } from '../suite/index.js';
import type { JestVerdict, SuiteRun } from '../suite/run/index.js';

/** `run` is of this exercise; all three go by the ids of the checks. */
export function joinVerdicts(manifest: Manifest, { records, verdicts }: SuiteRun): CheckResult[] {
  return manifest.checks.map((check) => {
    const mine = records.filter((record) => record.check === check.id);
    const seen = verdicts.filter((verdict) => verdict.check === check.id);
    return toResult(manifest, check, agreed(mine, seen));
  });
}

/** The checks of an exercise that was not handed in. */
export function skippedChecks(manifest: Manifest): CheckResult[] {
  const skipped = { verdict: 'skipped', message: 'This exercise was not handed in.' } as const;
  return manifest.checks.map((check) => toResult(manifest, check, skipped));
}

/** What is known of a check. */
type Account = Omit<CheckRecord, 'check'>;

function agreed(records: readonly CheckRecord[], seen: readonly JestVerdict[]): Account {
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

function fault(reason: string): Account {
  return {
    verdict: 'error',
    message: `${reason} This is the grader's fault, not yours; tell your instructor.`,
  };
}

function toResult(
  manifest: Manifest,
  { id, title, section, points, visibility, hints }: ManifestCheck,
  record: Account,
): CheckResult {
  const { verdict, message, expected, actual, exits, console, location } = record;
  const [hint, ...moreHints] = hints;
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
    hint,
    moreHints,
    ...(exits === undefined ? {} : { exits }),
    ...(console === undefined ? {} : { console }),
    ...(location === undefined ? {} : { location }),
  };
}

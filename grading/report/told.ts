/**
 * What a student may be told about a check. A hidden check keeps its title, its verdict and its idea; everything that
 * shows its scenario (message, values, prints, exits, the line where it ended) stays in result.json, for the instructor.
 */
import type { CheckResult } from '../result/index.js';

export function toldToStudents(check: CheckResult): CheckResult {
  if (check.visibility === 'visible') {
    return check;
  }
  // Named one by one, so that a field added later is not told by accident.
  const { id, title, section, verdict, points, maxPoints, visibility, hint } = check;
  const message = hiddenMessages[verdict];
  return {
    id,
    title,
    section,
    verdict,
    points,
    maxPoints,
    visibility,
    message,
    ...(hint !== undefined && { hint }),
  };
}

const hiddenMessages: Readonly<Record<CheckResult['verdict'], string>> = {
  pass: 'This check is hidden: what it sends to your code is not shown.',
  fail: 'This check is hidden: what it sends to your code is not shown.',
  error: "This hidden check could not be graded. That is the grader's fault, not yours.",
  skipped: 'This hidden check did not run.',
};

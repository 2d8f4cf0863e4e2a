/** PrairieLearn's results.json of an external grader. It may have at most 1 MB, so texts are short. */
import type { StudentResult } from '../report/index.js';
import { byHandLines } from './by-hand.js';
import { summaryOf, toldChecks } from './told.js';

const MOST_TEXT = 2000;

/** `told`: what else the student should know, a line each. */
export function toPrairieLearn(
  { exercises, score, maxScore, remarks }: StudentResult,
  told: readonly string[] = [],
): object {
  const checks = exercises.flatMap((exercise) => exercise.checks);
  const handedIn = checks.some(({ verdict }) => verdict !== 'skipped');
  const graded = checks.some(({ verdict }) => verdict === 'pass' || verdict === 'fail');
  const summary = summaryOf(exercises);
  if (!handedIn || !graded) {
    const why = handedIn ? summary : 'Nothing was handed in for this question.';
    return { gradable: false, message: why, format_errors: [why, ...told] };
  }
  return {
    gradable: true,
    score: maxScore === 0 ? 0 : share((remarks?.total ?? score) / maxScore),
    message: [summary, ...byHandLines(remarks), ...told].join('\n'),
    tests: toldChecks(exercises, MOST_TEXT).map(({ check, name, text }) => ({
      name,
      description: check.visibility === 'hidden' ? 'A hidden check.' : '',
      points: check.points,
      max_points: check.maxPoints,
      message: check.verdict === 'error' ? "The grader's fault, not yours." : '',
      output: text,
    })),
  };
}

/** No more and no less is taken there; what points by hand came to beyond stands in the message. */
const share = (value: number): number => Math.min(1, Math.max(0, value));

/**
 * Gradescope's results.json (autograder specification, "Output Format"). Every check is shown to the student: of a hidden one, its title
 * and verdict, as on the feedback page. A check with visibility `hidden` would hide the student's whole score.
 */
import type { StudentResult } from '../report/index.js';
import { byHandLines } from './by-hand.js';
import { summaryOf, toldChecks } from './told.js';

const MOST_TEXT = 8000;

/** `told`: what else the student should know, a line each. */
export function toGradescope(result: StudentResult, told: readonly string[] = []): object {
  const { score, exercises, seed, engine, suite, lecture, remarks } = result;
  return {
    score: remarks?.total ?? score, // stands above those of the tests
    output: [summaryOf(exercises), ...byHandLines(remarks), ...told].join('\n'),
    output_format: 'text',
    test_output_format: 'text',
    test_name_format: 'text',
    visibility: 'visible',
    stdout_visibility: 'hidden',
    extra_data: { seed, engine, suite, lecture },
    tests: toldChecks(exercises, MOST_TEXT).map(({ exercise, check, name, text }) => ({
      score: check.points,
      max_score: check.maxPoints,
      status: check.verdict === 'pass' ? 'passed' : 'failed',
      name,
      name_format: 'text',
      number: `${exercise.id.slice(0, 2)}.${exercise.checks.indexOf(check) + 1}`,
      output: text,
      output_format: 'text',
      tags: [exercise.id, check.visibility],
      visibility: 'visible',
      extra_data: { check: check.id, verdict: check.verdict },
    })),
  };
}

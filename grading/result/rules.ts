/** What must hold in a result beyond its schema: names are unique, sums are right, and only a pass earns full points. */
import { repeated } from './repeated.js';
import type { CheckResult, ExerciseResult, Result } from './result.js';

/** A line for each violation. */
export function resultRules({ score, maxScore, exercises }: Result): string[] {
  return [
    ...repeated(exercises, 'id', 'exercises'),
    ...sums('', { score, maxScore }, sum(exercises, 'score'), sum(exercises, 'maxScore')),
    ...exercises.flatMap((exercise, index) => exerciseRules(exercise, `exercises[${index}].`)),
  ];
}

function exerciseRules({ score, maxScore, checks }: ExerciseResult, place: string): string[] {
  return [
    ...repeated(checks, 'id', `${place}checks`),
    ...repeated(checks, 'title', `${place}checks`),
    ...sums(place, { score, maxScore }, sum(checks, 'points'), sum(checks, 'maxPoints')),
    ...checks.flatMap((check, index) => pointRules(check, `${place}checks[${index}].points`)),
  ];
}

function sums(
  place: string,
  said: { score: number; maxScore: number },
  score: number,
  maxScore: number,
): string[] {
  const lines: string[] = [];
  if (said.score !== score) {
    lines.push(`${place}score: is ${said.score}; make it the sum of its parts, ${score}`);
  }
  if (said.maxScore !== maxScore) {
    lines.push(`${place}maxScore: is ${said.maxScore}; make it the sum of its parts, ${maxScore}`);
  }
  return lines;
}

/** Fail closed: what did not pass never has the points of a pass. */
function pointRules({ verdict, points, maxPoints }: CheckResult, place: string): string[] {
  if (verdict === 'pass') {
    return points === maxPoints ? [] : [`${place}: is ${points} for a pass; make it maxPoints, ${maxPoints}`];
  }
  if (verdict !== 'fail') {
    return points === 0 ? [] : [`${place}: is ${points} for "${verdict}"; make it 0`];
  }
  return points < maxPoints || points === 0
    ? []
    : [`${place}: is ${points} for "fail"; make it less than maxPoints, ${maxPoints}`];
}

function sum<K extends string>(items: readonly Readonly<Record<K, number>>[], key: K): number {
  return items.reduce((total, item) => total + item[key], 0);
}

/** Who needs help, and why: rules that an instructor can read, not a score. */
import type { ReportClass, ReportStudent } from '../data/index.js';
import { mean } from './numbers.js';

export interface NeedsHelp {
  readonly student: ReportStudent;
  readonly reasons: readonly string[];
}

/** Those with the most reasons first, then those with the fewest points. The grader's own faults are no reason. */
export function whoNeedsHelp({ students, record }: ReportClass): NeedsHelp[] {
  const totals = students.flatMap(({ student }) => student.total ?? []).sort((a, b) => a - b);
  // Whoever has as much as the last one of the lowest fifth is in it as well.
  const low = totals[Math.ceil(totals.length / 5) - 1] ?? 0;
  const middle = mean(totals) ?? 0;
  return students
    .map((student) => ({
      student,
      reasons: [
        ...ofState(student),
        ...((student.student.total ?? Infinity) <= low && low < Math.min(middle, record.maxScore / 2)
          ? ['in the lowest fifth, with less than half of the points']
          : []),
        ...ofAttempts(student),
        ...ofWork(student),
      ],
    }))
    .filter(({ reasons }) => reasons.length > 0)
    .sort(
      (a, b) =>
        b.reasons.length - a.reasons.length ||
        (a.student.student.total ?? 0) - (b.student.student.total ?? 0),
    );
}

function ofState({ student: { state } }: ReportStudent): string[] {
  return state === 'missing'
    ? ['handed nothing in']
    : state === 'refused'
      ? ['the last hand-in cannot be read']
      : [];
}

/** Several attempts that came to nothing, of those that were graded. */
function ofAttempts({ student: { attempts } }: ReportStudent): string[] {
  const scores = attempts.flatMap(({ score }) => score ?? []);
  const [last, before] = [scores.at(-1), scores.at(-2)];
  if (last === undefined || before === undefined) {
    return [];
  }
  if (last < before) {
    return ['the last attempt lost points'];
  }
  const full = attempts.findLast(({ score }) => score !== undefined)!;
  return scores.length >= 3 && last <= scores[0]! && last < full.maxScore!
    ? [`${scores.length} attempts without a gain`]
    : [];
}

/** Exercises in which nothing at all works. */
function ofWork({ work }: ReportStudent): string[] {
  const dead = [...work].filter(
    ([, { handedIn, checks }]) =>
      handedIn && [...checks.values()].every(({ verdict }) => verdict === 'fail' || verdict === 'skipped'),
  );
  return dead.length === 0 ? [] : [`no check passes in ${dead.map(([id]) => id.slice(0, 2)).join(', ')}`];
}

/** An instructor's remarks as the page shows them. */
import { type InstructorRemarks, type StudentResult, countOf } from '../student-view/index.js';
import { legible, legibleLine } from '../text/index.js';

export interface RemarksView {
  readonly total: string;
  /** A line each. */
  readonly points: readonly { readonly points: string; readonly about: string; readonly reason: string }[];
  readonly notes: readonly { readonly about: string; readonly text: string }[];
  readonly times: readonly string[];
}

export function remarksView(result: StudentResult): RemarksView | undefined {
  const { remarks } = result;
  if (remarks === undefined) {
    return undefined;
  }
  const { notes, byHand, total, maxScore = 0 } = remarks;
  return {
    total:
      total === undefined ? '' : `${total} of ${countOf(maxScore, 'point')} in all, with the points by hand`,
    points: byHand.map(({ points, reason, ...what }) => ({
      points: `${points < 0 ? '−' : '+'}${countOf(Math.abs(points), 'point')}`,
      about: aboutWhat(what, result),
      reason: legible(reason, 2000),
    })),
    notes: notes.map(({ text, ...what }) => ({
      about: aboutWhat(what, result),
      text: legible(text, 10_000),
    })),
    times: timesOf(remarks),
  };
}

/** Titles, as the rest of the page has them; empty for what is about all. */
function aboutWhat(
  { exercise, check }: { readonly exercise?: string; readonly check?: string },
  { exercises }: StudentResult,
): string {
  const found = exercises.find(({ id }) => id === exercise);
  const title = found?.checks.find(({ id }) => id === check)?.title ?? check;
  return [found?.title ?? exercise, title]
    .flatMap((part) => (part === undefined ? [] : [legibleLine(part)]))
    .join(': ');
}

function timesOf({ lateDays, extraTime, hoursLate, markedLate }: InstructorRemarks): string[] {
  return [
    ...(lateDays === undefined ? [] : [`Late days granted: ${lateDays}`]),
    ...(extraTime === undefined ? [] : [`Extra time: ${legibleLine(extraTime)}`]),
    ...(hoursLate === undefined
      ? markedLate
        ? ['Handed in late']
        : []
      : [`Handed in ${lateWords(hoursLate)} after the time that was granted`]),
  ];
}

function lateWords(hours: number): string {
  return hours < 48 ? countOf(Math.ceil(hours), 'hour') : countOf(Math.ceil(hours / 24), 'day');
}

/** What an instructor said by hand of a student of a class: for the exports of one result each, and in words for all of them. */
import type { ClassStudent } from '../class/record/index.js';
import type { InstructorRemarks } from '../report/index.js';

/** Undefined where nothing was said. */
export function remarksOf({
  notes,
  byHand,
  total,
  lateDays,
  extraTime,
  current,
  attempts,
}: ClassStudent): InstructorRemarks | undefined {
  const { hoursLate, markedLate, maxScore } = attempts.find(({ number }) => number === current) ?? {};
  const remarks = {
    notes,
    byHand,
    ...(byHand.length > 0 && total !== undefined && maxScore !== undefined && { total, maxScore }),
    ...(lateDays !== undefined && { lateDays }),
    ...(extraTime && { extraTime: extraTime.text }),
    ...(hoursLate !== undefined && { hoursLate }),
    ...(markedLate && { markedLate }),
  };
  const said = Object.values(remarks).some((value) => !Array.isArray(value) || value.length > 0);
  return said ? remarks : undefined;
}

/** Points and notes by hand, a line each; nothing where there are none. */
export function byHandLines({
  notes,
  byHand,
}: Pick<InstructorRemarks, 'notes' | 'byHand'> = NOTHING): string[] {
  return [
    ...byHand.map(
      ({ points, reason, ...about }) =>
        `${points < 0 ? '' : '+'}${points} points by hand${placeOf(about)}: ${reason}`,
    ),
    ...notes.map(({ text, ...about }) => `Note${placeOf(about)}: ${text}`),
  ];
}

const NOTHING = { notes: [], byHand: [] };

const placeOf = ({ exercise, check }: { readonly exercise?: string; readonly check?: string }): string =>
  exercise === undefined
    ? ''
    : ` (${[exercise.slice(0, 2), ...(check === undefined ? [] : [check])].join(', ')})`;

/** What is said by hand of one student, for `class.json` and for the student's page. */
import type { InstructorRemarks } from '../../report/index.js';
import type { GradingSummary, StoredAttempt, StoredStudent } from '../database/index.js';
import { totalOf, type ExtraTime, type Note, type PointsByHand } from '../record/index.js';
import type { ClassNotes } from './resolve.js';

export interface InstructorPart {
  readonly notes: readonly Note[];
  readonly byHand: readonly PointsByHand[];
  readonly lateDays?: number;
  readonly extraTime?: ExtraTime;
}

/** `summary` is of the grading that counts: notes for a check go to those who failed it. The notes file is before the roster. */
export function instructorPart(
  { students, checks }: ClassNotes,
  { key, listed }: Pick<StoredStudent, 'key' | 'listed'>,
  summary: GradingSummary | undefined,
): InstructorPart {
  const own = students.get(key);
  const failed = (note: Required<Note>): boolean =>
    summary?.exercises.some(
      ({ id, handedIn, failed: ids }) => id === note.exercise && handedIn && ids.includes(note.check),
    ) ?? false;
  const extraTime = own?.extraTime ?? listed?.extraTime;
  return {
    notes: [...(own?.notes ?? []), ...checks.filter(failed)],
    byHand: own?.points ?? [],
    ...(own?.lateDays !== undefined && { lateDays: own.lateDays }),
    ...(extraTime && { extraTime }),
  };
}

/** What a person hears where a student's extra time moves no deadline; the notes file is before the roster here as well. */
export function unreadTimeOf(
  { students }: ClassNotes,
  { key, listed }: Pick<StoredStudent, 'key' | 'listed'>,
): string | undefined {
  const own = students.get(key);
  return own?.extraTime === undefined ? listed?.unreadTime : own.unreadTime;
}

const HOUR = 60 * 60 * 1000;

/** Hours after the deadline, extra time and granted late days; undefined where it was in time, or nobody knows. */
export function hoursLate(
  notes: ClassNotes,
  student: StoredStudent,
  handedInAt: string | undefined,
): number | undefined {
  if (notes.deadline === undefined || handedInAt === undefined) {
    return undefined;
  }
  const { lateDays = 0, extraTime } = instructorPart(notes, student, undefined);
  const granted = lateDays * 24 + (extraTime?.hours ?? 0);
  const hours = (Date.parse(handedInAt) - Date.parse(notes.deadline)) / HOUR - granted;
  return hours > 0 ? Math.ceil(hours * 100) / 100 : undefined;
}

/** For the page of the attempt that counts; undefined where nothing is said. */
export function studentRemarks(
  notes: ClassNotes,
  student: StoredStudent,
  { handedInAt, markedLate }: StoredAttempt,
  summary: GradingSummary | undefined,
): InstructorRemarks | undefined {
  const { notes: told, byHand, lateDays, extraTime } = instructorPart(notes, student, summary);
  const late = hoursLate(notes, student, handedInAt);
  if (
    told.length === 0 &&
    byHand.length === 0 &&
    lateDays === undefined &&
    !extraTime &&
    late === undefined &&
    !markedLate
  ) {
    return undefined;
  }
  const total = byHand.length === 0 ? undefined : totalOf(summary?.score, byHand);
  return {
    notes: told,
    byHand,
    ...(total !== undefined && summary && { total, maxScore: summary.maxScore }),
    ...(lateDays !== undefined && { lateDays }),
    ...(extraTime && { extraTime: extraTime.text }),
    ...(late !== undefined && { hoursLate: late }),
    ...(markedLate && { markedLate }),
  };
}

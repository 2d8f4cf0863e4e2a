/** From rows of the tables to what the other rooms see. A field that is empty in the table is not there. */
import type {
  GraderIdentity,
  GradingSummary,
  Listed,
  StoredAttempt,
  StoredGrading,
  StoredPart,
  StoredStudent,
} from './types.js';

export interface StudentRow {
  readonly key: string;
  readonly name: string;
  readonly ids: string;
  readonly listed: string | null;
  readonly current: number | null;
  readonly written: string | null;
}

export function studentOf({ key, name, ids, listed, current, written }: StudentRow): StoredStudent {
  return {
    key,
    name,
    ids: JSON.parse(ids) as Record<string, string>,
    ...(listed !== null && { listed: JSON.parse(listed) as Listed }),
    ...(current !== null && { current }),
    ...(written !== null && { written }),
  };
}

export interface AttemptRow {
  readonly id: number;
  readonly student: string;
  readonly number: number;
  readonly ref: string;
  readonly source: string;
  readonly handed_in_at: string | null;
  readonly marked_late: boolean;
  readonly parts: string;
  readonly passed_over: string;
  readonly faults: string | null;
  readonly failure: string | null;
}

export function attemptOf(row: AttemptRow): StoredAttempt {
  const { id, student, number, ref, source, handed_in_at, faults, failure } = row;
  return {
    ...{ id, student, number, ref, source },
    ...(handed_in_at !== null && { handedInAt: handed_in_at }),
    markedLate: row.marked_late,
    parts: JSON.parse(row.parts) as StoredPart[],
    passedOver: JSON.parse(row.passed_over) as string[],
    ...(faults !== null && { faults: JSON.parse(faults) as string[] }),
    ...(failure !== null && { failure }),
  };
}

export interface GradingRow {
  readonly id: number;
  readonly attempt: number;
  readonly grader: string;
  readonly graded_at: string;
  readonly milliseconds: number;
  readonly summary: string;
  readonly counts: boolean;
}

export function gradingOf({
  id,
  attempt,
  grader,
  graded_at,
  milliseconds,
  summary,
  counts,
}: GradingRow): StoredGrading {
  return {
    ...{ id, attempt, milliseconds, counts },
    grader: JSON.parse(grader) as GraderIdentity,
    gradedAt: graded_at,
    summary: JSON.parse(summary) as GradingSummary,
  };
}

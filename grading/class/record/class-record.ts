/**
 * `class.json`: the class as a whole, from which reports and exports are made. Beside it lies a folder for each student, named by the
 * student's `key`, with `result.json` and the pages of the attempt that counts. The schema, grading/schemas/class.schema.json, says what
 * each field means.
 */

/** Of the attempt that counts. */
export type StudentState = 'graded' | 'refused' | 'failed' | 'waiting' | 'missing';
/** `kept`: a later one counts, and nobody asked to grade this one. */
export type AttemptState = 'graded' | 'refused' | 'failed' | 'waiting' | 'kept';
export type ProblemKind =
  'refused' | 'failed' | 'unmatched' | 'ambiguous' | 'missing' | 'passed over' | 'other';

export interface ClassRecord {
  readonly version: 1;
  readonly class: string;
  readonly engine: string;
  readonly suite: string;
  readonly seed: number;
  readonly lecture: string;
  readonly deadline?: string;
  readonly maxScore: number;
  readonly exercises: readonly ClassExercise[];
  readonly students: readonly ClassStudent[];
  readonly problems: readonly ClassProblem[];
}

export interface ClassExercise {
  readonly id: string;
  readonly title: string;
  /** Slug of the lecture's heading. */
  readonly section: string;
  readonly maxScore: number;
}

export interface ClassStudent {
  /** Name of the student's folder. */
  readonly key: string;
  readonly name: string;
  readonly email?: string;
  /** The group of the course; not a section of the lecture. */
  readonly section?: string;
  /** By platform, or by column of the roster. */
  readonly ids: Readonly<Record<string, string>>;
  /** The row of the roster by its own columns; missing for somebody who is not in it. */
  readonly roster?: Readonly<Record<string, string>>;
  readonly state: StudentState;
  /** Number of the attempt that counts. */
  readonly current?: number;
  readonly score?: number;
  /** With the points by hand. */
  readonly total?: number;
  readonly lateDays?: number;
  readonly extraTime?: ExtraTime;
  readonly attempts: readonly Attempt[];
  readonly notes: readonly Note[];
  readonly byHand: readonly PointsByHand[];
}

export interface ExtraTime {
  readonly text: string;
  readonly hours?: number;
}

export interface Attempt {
  readonly number: number;
  readonly source: string;
  readonly handedInAt?: string;
  readonly markedLate?: true;
  readonly hoursLate?: number;
  readonly state: AttemptState;
  readonly faults?: readonly string[];
  readonly score?: number;
  readonly maxScore?: number;
  readonly exercises?: readonly ExerciseScore[];
  readonly gradings: readonly Grading[];
}

export interface ExerciseScore {
  readonly id: string;
  readonly handedIn: boolean;
  readonly score: number;
  readonly maxScore: number;
  /** Ids of the checks that did not pass. */
  readonly failed: readonly string[];
}

/** One result that an attempt had at some time; its text lies in the database. */
export interface Grading {
  readonly suite: string;
  readonly engine: string;
  readonly seed: number;
  readonly lecture: string;
  readonly gradedAt: string;
  /** How long it took on the wall clock. */
  readonly milliseconds?: number;
  readonly score: number;
  readonly maxScore: number;
  readonly counts: boolean;
}

export interface Note {
  readonly exercise?: string;
  readonly check?: string;
  readonly text: string;
}

export interface PointsByHand {
  readonly exercise?: string;
  readonly check?: string;
  readonly points: number;
  readonly reason: string;
}

export interface ClassProblem {
  readonly kind: ProblemKind;
  readonly student?: string;
  readonly source?: string;
  readonly message: string;
}

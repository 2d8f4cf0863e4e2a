/** What the tables hold, as the other rooms of the class see it. */
import type { RunNotes } from '../../result/index.js';
import type { ExerciseScore, ExtraTime, ProblemKind } from '../record/index.js';

/** What must be the same for the same bytes of result.json. */
export interface GraderIdentity {
  readonly suite: string;
  readonly engine: string;
  readonly seed: number;
  readonly lecture: string;
  /** Ids of the exercises. */
  readonly exercises: readonly string[];
}

/** What the roster says of a student. */
export interface Listed {
  readonly row: Readonly<Record<string, string>>;
  readonly email?: string;
  readonly section?: string;
  readonly extraTime?: ExtraTime;
  /** What a person hears of extra time that moves no deadline. */
  readonly unreadTime?: string;
}

export interface StoredStudent {
  readonly key: string;
  readonly name: string;
  readonly ids: Readonly<Record<string, string>>;
  readonly listed?: Listed;
  /** Id of the attempt that counts. */
  readonly current?: number;
  readonly written?: string;
}

export interface StoredPart {
  readonly exercise: string;
  readonly file: string;
  readonly sha256: string;
}

export interface NewAttempt {
  readonly student: string;
  readonly ref: string;
  readonly source: string;
  readonly handedInAt?: string;
  readonly markedLate: boolean;
  readonly parts: readonly StoredPart[];
  readonly passedOver: readonly string[];
  /** Why it was refused. */
  readonly faults?: readonly string[];
}

export interface StoredAttempt extends NewAttempt {
  readonly id: number;
  readonly number: number;
  /** Why the grader failed on it. */
  readonly failure?: string;
}

export interface GradingSummary {
  readonly score: number;
  readonly maxScore: number;
  readonly exercises: readonly ExerciseScore[];
}

export interface StoredGrading {
  readonly id: number;
  readonly attempt: number;
  readonly grader: GraderIdentity;
  readonly gradedAt: string;
  readonly milliseconds: number;
  readonly summary: GradingSummary;
  readonly counts: boolean;
}

/** The texts of a grading: what lies in a student's folder is made of them. */
export interface GradingTexts {
  readonly result: string;
  readonly notes: RunNotes;
}

export interface NewGrading extends GradingTexts {
  readonly summary: GradingSummary;
  readonly gradedAt: string;
  /** On the wall clock, of the whole attempt. */
  readonly milliseconds: number;
  /** The parts whose results hold for every copy of them. */
  readonly repeatable: readonly StoredPart[];
}

/** A grading in which this part was graded. */
export interface GradedPart extends GradingTexts {
  readonly exercise: string;
  readonly sha256: string;
}

export interface StoredRemark {
  readonly kind: ProblemKind;
  readonly student?: string;
  readonly source?: string;
  readonly message: string;
}

/** What the next run needs to know of the last one. */
export interface ClassSettings {
  /** Folders of submissions that were read, absolute; the last one last. */
  readonly folders?: readonly string[];
  readonly out?: string;
  readonly roster?: string;
  readonly notes?: string;
  readonly lecture?: string;
  readonly only?: readonly string[];
  /** Of the results that count, for later runs. */
  readonly seed?: number;
  /** What workers are to grade by: that of the run now, which may only look what would change. */
  readonly grader?: GraderIdentity;
}

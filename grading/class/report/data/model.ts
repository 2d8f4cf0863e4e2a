/** A class as the report sees it: `class.json`, and of each result that counts what the pages need. */
import type { CheckResult, Verdict } from '../../../result/index.js';
import type { ClassRecord, ClassStudent } from '../../record/index.js';

export interface ReportClass {
  readonly record: ClassRecord;
  readonly students: readonly ReportStudent[];
  readonly exercises: readonly ReportExercise[];
  /** Sections of the lecture that a check belongs to, in the order in which the exercises come to them. */
  readonly sections: readonly string[];
  /** Records that could not be read, a line each. Their students are in all counts that `class.json` alone gives. */
  readonly faults: readonly string[];
}

export interface ReportStudent {
  readonly student: ClassStudent;
  /** By exercise; empty where there is no result that counts, or it could not be read. */
  readonly work: ReadonlyMap<string, Work>;
  /** There is a page of the student's own beside the result. */
  readonly hasPage: boolean;
}

/** What one student has of one exercise. */
export interface Work {
  readonly handedIn: boolean;
  readonly score: number;
  readonly checks: ReadonlyMap<string, Outcome>;
}

/** A check without its hints, titles and exits: there are a hundred thousand of them. */
export interface Outcome {
  readonly verdict: Verdict;
  readonly points: number;
  readonly message: string;
  readonly expected?: string;
  readonly actual?: string;
  readonly location?: CheckResult['location'];
}

export interface ReportExercise {
  readonly id: string;
  readonly title: string;
  readonly section: string;
  readonly maxScore: number;
  readonly checks: readonly ReportCheck[];
}

export type ReportCheck = Pick<CheckResult, 'id' | 'title' | 'section' | 'maxPoints' | 'visibility'>;

/** What a gradebook takes of one student: a result alone, or somebody of a class with what was said by hand. */
import type { ClassStudent } from '../class/record/index.js';
import type { StudentResult } from '../report/index.js';
import { byHandLines } from './by-hand.js';
import { summaryOf } from './told.js';

export interface Graded {
  /** Name of the folder of results. */
  readonly submission: string;
  /** With the points by hand; undefined for somebody who has neither result nor points. */
  readonly score?: number;
  readonly maxScore: number;
  /** Plain text. */
  readonly feedback: string;
  /** Who it is, where a class says so. */
  readonly inClass?: Pick<ClassStudent, 'name' | 'ids' | 'state'>;
}

export function gradedAlone(result: StudentResult): Graded {
  const { submission, score, maxScore, exercises } = result;
  return { submission, score, maxScore, feedback: summaryOf(exercises) };
}

/** `result`: of the attempt that counts, where there is one. `maxScore`: of the class. */
export function gradedInClass(
  student: ClassStudent,
  result: StudentResult | undefined,
  maxScore: number,
): Graded {
  const { key, total } = student;
  const { name, ids, state } = student;
  const feedback = [
    ...(result === undefined ? [] : [summaryOf(result.exercises)]),
    ...byHandLines(student),
  ].join('\n');
  return {
    submission: key,
    ...(total !== undefined && { score: total }),
    maxScore: result?.maxScore ?? maxScore,
    feedback,
    inClass: { name, ids, state },
  };
}

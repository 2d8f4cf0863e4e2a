/** The class at a glance: points, completion, and what each student has in each section of the lecture. */
import type { ReportClass, ReportStudent } from '../data/index.js';

/** Of one student, or of several together, in one section of the lecture. */
export interface SectionState {
  /** Points over the most there are, with those of exercises that were not handed in; undefined where nothing was. */
  readonly share: number | undefined;
  readonly verdict: SectionVerdict;
}

/** `none`: nothing of it was handed in. `error`: a check of it is the grader's fault. */
export type SectionVerdict = 'pass' | 'fail' | 'error' | 'none';

export function sectionState(
  { exercises }: ReportClass,
  { work }: ReportStudent,
  section: string,
): SectionState {
  let [points, most, handedIn] = [0, 0, false];
  let verdict: SectionVerdict = 'pass';
  for (const exercise of exercises) {
    const own = work.get(exercise.id);
    for (const check of exercise.checks.filter((each) => each.section === section)) {
      const outcome = own?.handedIn ? own.checks.get(check.id) : undefined;
      most += check.maxPoints;
      points += outcome?.points ?? 0;
      handedIn ||= outcome !== undefined;
      verdict = worse(verdict, outcome?.verdict);
    }
  }
  return handedIn
    ? { share: most === 0 ? undefined : points / most, verdict }
    : { share: undefined, verdict: 'none' };
}

function worse(verdict: SectionVerdict, next: string | undefined): SectionVerdict {
  return verdict === 'error' || next === 'error' ? 'error' : next === 'pass' ? verdict : 'fail';
}

/** Points of all, as they count: with those by hand. Undefined where there is neither a result nor a point by hand. */
export const totalOf = ({ student }: ReportStudent): number | undefined => student.total;

/** Ten equal parts from 0 to the most there is; the last one has its upper end too, and whoever has more by hand. */
export function distribution({ students, record: { maxScore } }: ReportClass): number[] {
  const counts = new Array<number>(10).fill(0);
  for (const total of students.flatMap((student) => totalOf(student) ?? [])) {
    counts[Math.min(9, Math.max(0, Math.floor((total / Math.max(maxScore, 1)) * 10)))]! += 1;
  }
  return counts;
}

/** How far the class is with one exercise. */
export interface Completion {
  readonly exercise: string;
  readonly title: string;
  readonly all: number;
  readonly some: number;
  readonly nothing: number;
  readonly notHandedIn: number;
}

export function completion({ exercises, students }: ReportClass): Completion[] {
  return exercises.map(({ id, title, maxScore }) => {
    const scores = students.flatMap(({ work }) => (work.get(id)?.handedIn ? [work.get(id)!.score] : []));
    const all = scores.filter((score) => score === maxScore).length;
    const nothing = scores.filter((score) => score === 0 && maxScore > 0).length;
    return {
      ...{ exercise: id, title, all, nothing },
      some: scores.length - all - nothing,
      notHandedIn: students.length - scores.length,
    };
  });
}

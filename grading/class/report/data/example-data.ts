/** A small class for tests: one exercise, and for each student a verdict of every check in one letter (p, f, e, s). */
import type { ClassStudent } from '../../record/index.js';
import type { Outcome, ReportClass, ReportExercise, ReportStudent } from './model.js';

const VERDICTS = { p: 'pass', f: 'fail', e: 'error', s: 'skipped' } as const;

export function exampleExercise(checks: number): ReportExercise {
  return {
    id: '08-trap-and-emulate',
    title: 'Trap and emulate',
    section: 'full-virtualization',
    maxScore: checks,
    checks: Array.from({ length: checks }, (_, index) => ({
      id: `c${index}`,
      title: `check ${index}`,
      section: 'full-virtualization',
      maxPoints: 1,
      visibility: index % 2 === 0 ? ('visible' as const) : ('hidden' as const),
    })),
  };
}

/** `outcomes`: what is said of a check that did not pass, by `student key check id`. */
export function exampleData(
  letters: Readonly<Record<string, string>>,
  outcomes: Readonly<Record<string, Partial<Outcome>>> = {},
  students: Readonly<Record<string, Partial<ClassStudent>>> = {},
): ReportClass {
  const exercise = exampleExercise(Object.values(letters)[0]?.length ?? 0);
  return {
    record: {
      ...{ version: 1, class: '0123456789abcdef', suite: 'a3f1c09e5d2b7788', engine: '0.1.0', seed: 42 },
      lecture: 'Introduction to Virtualization @ 51b0a77c20de4f19',
      maxScore: exercise.maxScore,
      exercises: [exercise],
      students: [],
      problems: [],
    },
    exercises: [exercise],
    sections: ['full-virtualization'],
    faults: [],
    students: Object.entries(letters).map(([key, row]): ReportStudent => {
      const checks = [...row].map((letter, index): [string, Outcome] => {
        const verdict = VERDICTS[letter as keyof typeof VERDICTS];
        const id = `c${index}`;
        return [
          id,
          { verdict, points: verdict === 'pass' ? 1 : 0, message: '', ...outcomes[`${key} ${id}`] },
        ];
      });
      const score = checks.reduce((sum, [, { points }]) => sum + points, 0);
      const handedIn = checks.some(([, { verdict }]) => verdict !== 'skipped');
      return {
        student: {
          ...{ key, name: key, ids: {}, notes: [], byHand: [], attempts: [] },
          ...{ state: 'graded', score, total: score },
          ...students[key],
        },
        work: new Map([[exercise.id, { handedIn, score, checks: new Map(checks) }]]),
        hasPage: true,
      };
    }),
  };
}

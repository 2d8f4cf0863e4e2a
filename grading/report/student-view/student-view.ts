/**
 * What students may see of a result, as a type. `studentView` is the only way to make a StudentResult, and the renderers for
 * students take nothing else; so a new page cannot show more by mistake: it does not compile.
 *
 * A hidden check keeps its title, its verdict and its idea. What shows its scenario stays in result.json, for the instructor:
 * message, values, prints, exits, the line where it ended. So do the times of a run: a part could compute for as many seconds as
 * a hidden input says. So do its warnings, which may quote a hidden suite.
 */
import type { CheckResult, Diagnostic, ExerciseResult, Result, RunNotes } from '../../result/index.js';
import type { InstructorRemarks } from './instructor-remarks.js';

/** Never there at run time. The name is this file's own, so that nobody else can write down such a type. */
declare const forStudents: unique symbol;
type ForStudents<T> = T & { readonly [forStudents]: true };

export type StudentCheck = ForStudents<CheckResult>;
export type StudentExercise = ForStudents<
  Omit<ExerciseResult, 'checks'> & {
    readonly checks: readonly StudentCheck[];
    /** Type errors. They are told, and the code is graded all the same. */
    readonly diagnostics?: readonly Diagnostic[];
  }
>;
export type StudentResult = ForStudents<
  Omit<Result, 'exercises'> & {
    readonly exercises: readonly StudentExercise[];
    /** Which walls stood around the student's code, where that is known. */
    readonly sandbox?: RunNotes['sandbox'];
    /** What the instructor says by hand. */
    readonly remarks?: InstructorRemarks;
  }
>;

export function studentView(result: Result, notes?: RunNotes, remarks?: InstructorRemarks): StudentResult {
  // Named one by one here and below, so that a field added later is not shown by accident.
  const { version, submission, score, maxScore, seed, engine, suite, lecture, exercises } = result;
  const run = { version, submission, score, maxScore, seed, engine, suite, lecture };
  return marked({
    ...run,
    exercises: exercises.map((exercise) => studentExercise(exercise, notes?.typeErrors?.[exercise.id])),
    ...(notes && { sandbox: notes.sandbox }),
    ...(remarks && { remarks }),
  });
}

/** One exercise alone. */
export function studentExercise(
  exercise: ExerciseResult,
  diagnostics?: readonly Diagnostic[],
): StudentExercise {
  const { id, title, section, score, maxScore, checks } = exercise;
  return marked({
    ...{ id, title, section, score, maxScore },
    checks: checks.map(studentCheck),
    ...(diagnostics && { diagnostics }),
  });
}

function studentCheck(check: CheckResult): StudentCheck {
  if (check.visibility === 'visible') {
    return marked(check);
  }
  const { id, title, section, verdict, points, maxPoints, visibility, hint, moreHints } = check;
  const message = hiddenMessages[verdict];
  const told = { id, title, section, verdict, points, maxPoints, visibility, message };
  return marked({
    ...told,
    ...(hint !== undefined && { hint }),
    ...(moreHints !== undefined && { moreHints }),
  });
}

/** To be called in this file alone. */
const marked = <T>(value: T) => value as ForStudents<T>;

const hiddenMessages: Readonly<Record<CheckResult['verdict'], string>> = {
  pass: 'This check is hidden: what it sends to your code is not shown.',
  fail: 'This check is hidden: what it sends to your code is not shown.',
  error: "This hidden check could not be graded. That is the grader's fault, not yours.",
  skipped: 'This hidden check did not run.',
};

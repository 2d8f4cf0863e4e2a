/**
 * Reads the folder of results of a class. A result that cannot be read, or is not the one that `class.json` counts, is named, and
 * the rest is reported.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../../command-line/index.js';
import { parseResult, SchemaError, type ExerciseResult, type Result } from '../../../result/index.js';
import { readClass, type ClassRecord, type ClassStudent } from '../../record/index.js';
import type { Outcome, ReportClass, ReportExercise, ReportStudent, Work } from './model.js';

/** @throws SchemaError or InputError where `folder` holds no class */
export function readReportClass(
  folder: string,
  onStudent: (done: number, of: number) => void = () => undefined,
): ReportClass {
  requireFolder(folder);
  const record = readClass(folder);
  const faults: string[] = [];
  const known = new Exercises(record);
  const students = record.students.map((student, index): ReportStudent => {
    onStudent(index + 1, record.students.length);
    const result = readCounted(folder, student, record, faults);
    return {
      student,
      work: new Map(result === undefined ? [] : known.take(result)),
      hasPage: existsSync(join(folder, student.key, 'feedback.html')),
    };
  });
  return { record, students, faults, exercises: known.all(), sections: known.sections() };
}

function requireFolder(folder: string): void {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new InputError(`${folder}: is no folder: give the folder of --out of hyperlab class`);
  }
}

/** The result that counts; undefined where there is none, or where it cannot be used, which is then told. */
function readCounted(
  folder: string,
  student: ClassStudent,
  record: ClassRecord,
  faults: string[],
): Result | undefined {
  if (student.state !== 'graded') {
    return undefined;
  }
  const file = join(folder, student.key, 'result.json');
  try {
    const result = parseResult(readFileSync(file, 'utf8'), file);
    const difference = differenceFrom(result, student, record);
    if (difference === undefined) {
      return result;
    }
    faults.push(`${file}: ${difference}: run hyperlab class again, it writes what counts`);
  } catch (error) {
    faults.push(told(error, file));
  }
  return undefined;
}

/** How the result is not the one that `class.json` counts. */
function differenceFrom(
  result: Result,
  student: ClassStudent,
  { exercises }: ClassRecord,
): string | undefined {
  if (result.submission !== student.key) {
    return `is the result of "${result.submission}"`;
  }
  if (result.score !== student.score) {
    return `has ${result.score} points, and class.json counts ${student.score}`;
  }
  const missing = exercises.find(({ id }) => !result.exercises.some((each) => each.id === id));
  return missing && `has no exercise ${missing.id}, which the class is graded in`;
}

/** In one line: the first of what is wrong. */
function told(error: unknown, file: string): string {
  if (error instanceof SchemaError) {
    const [first = '', ...others] = error.violations;
    return `${file}: ${first}${others.length === 0 ? '' : ` (and ${others.length} more like it)`}`;
  }
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) {
    throw error;
  }
  return code === 'ENOENT'
    ? `${file}: is not there: run hyperlab class again, it writes what counts`
    : `${file}: cannot be read (${code}): check its rights`;
}

/** The exercises of the class, with the checks that its results have. */
class Exercises {
  readonly #checks = new Map<string, Map<string, ReportExercise['checks'][number]>>();
  readonly #record: ClassRecord;

  constructor(record: ClassRecord) {
    this.#record = record;
    record.exercises.forEach(({ id }) => this.#checks.set(id, new Map()));
  }

  /** What of the result the report keeps. */
  take({ exercises }: Result): (readonly [string, Work])[] {
    return exercises.flatMap((exercise) => {
      const checks = this.#checks.get(exercise.id);
      if (checks === undefined) {
        return []; // the class is no longer graded in it
      }
      for (const { id, title, section, maxPoints, visibility } of exercise.checks) {
        if (!checks.has(id)) {
          checks.set(id, { id, title, section, maxPoints, visibility });
        }
      }
      return [[exercise.id, workOf(exercise)] as const];
    });
  }

  all(): ReportExercise[] {
    return this.#record.exercises.map((exercise) => ({
      ...exercise,
      checks: [...this.#checks.get(exercise.id)!.values()],
    }));
  }

  sections(): string[] {
    return [
      ...new Set(
        this.all().flatMap(({ section, checks }) => [section, ...checks.map((check) => check.section)]),
      ),
    ];
  }
}

/** As on the student's page: of what was handed in, at least one check has run. */
function workOf({ score, checks }: ExerciseResult): Work {
  return {
    handedIn: checks.some(({ verdict }) => verdict !== 'skipped'),
    score,
    checks: new Map(
      checks.map(({ id, verdict, points, message, expected, actual, location }): [string, Outcome] => [
        id,
        {
          ...{ verdict, points, message },
          ...(expected !== undefined && { expected }),
          ...(actual !== undefined && { actual }),
          ...(location && { location }),
        },
      ]),
    ),
  };
}

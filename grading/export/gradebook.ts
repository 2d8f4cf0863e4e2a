/** A whole class for the gradebooks of Canvas and Moodle, by the ids of the roster. */
import type { StudentResult } from '../report/index.js';
import { writeCsv, type RosterStudent } from '../roster/index.js';
import { ExportError } from './export-error.js';
import { summaryOf } from './told.js';

export interface Roster {
  /** As it is told in messages. */
  readonly file: string;
  readonly students: readonly RosterStudent[];
}

export interface Gradebook {
  readonly csv: string;
  /** Results that belong to nobody on the roster, and students without a result: a line each. Nobody is lost silently. */
  readonly unmatched: readonly string[];
}

/** Canvas' gradebook import: the points possible stand in a row of their own, below the names of the columns. */
export function toCanvas(results: readonly StudentResult[], roster: Roster, assignment: string): Gradebook {
  const { rows, unmatched } = matched(results, roster);
  const without = rows.find(({ student: { ids } }) => !ids['canvas'] && !ids['id'] && !ids['login']);
  if (without !== undefined) {
    throw new ExportError(
      `${roster.file}: line ${without.student.line}: Canvas needs its own id (canvas), the id or the login of a student: add one`,
    );
  }
  const most = pointsPossible(results);
  const csv = writeCsv([
    ['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section', assignment],
    ['    Points Possible', '', '', '', '', most],
    ...rows.map(({ student, result }) => [
      student.name,
      student.ids['canvas'] ?? '',
      student.ids['id'] ?? '',
      student.ids['login'] ?? '',
      student.section ?? '',
      result.score,
    ]),
  ]);
  return { csv, unmatched };
}

/** Moodle's offline grading worksheet. */
export function toMoodle(results: readonly StudentResult[], roster: Roster): Gradebook {
  const { rows, unmatched } = matched(results, roster);
  const without = rows.find(({ student }) => !student.ids['moodle'] && !student.email);
  if (without !== undefined) {
    throw new ExportError(
      `${roster.file}: line ${without.student.line}: Moodle needs its own id (moodle) or the email of a student: add one`,
    );
  }
  const csv = writeCsv([
    ['Identifier', 'Full name', 'Email address', 'Grade', 'Maximum Grade', 'Feedback comments'],
    ...rows.map(({ student, result }) => [
      student.ids['moodle'] === undefined ? '' : `Participant ${student.ids['moodle']}`,
      student.name,
      student.email ?? '',
      result.score,
      result.maxScore,
      summaryOf(result.exercises),
    ]),
  ]);
  return { csv, unmatched };
}

/** The same for all, or the gradebook would compare what cannot be compared. */
function pointsPossible(results: readonly StudentResult[]): number {
  const [first, ...others] = results;
  const other = others.find(({ maxScore }) => maxScore !== first?.maxScore);
  if (first === undefined || other !== undefined) {
    throw new ExportError(
      first === undefined
        ? 'there are no results to export'
        : `${other!.submission} was graded for ${other!.maxScore} points, and ${first.submission} for ${first.maxScore}; grade all of them in the same exercises`,
    );
  }
  return first.maxScore;
}

function matched(results: readonly StudentResult[], { file, students }: Roster) {
  const byStudent = new Map<RosterStudent, StudentResult>();
  const unmatched: string[] = [];
  for (const result of results) {
    const student = students.find((each) => isOf(each, result.submission));
    if (student === undefined) {
      unmatched.push(`${result.submission}: nobody on the roster has this submission, email, login or id`);
    } else if (byStudent.has(student)) {
      throw new ExportError(
        `${file}: line ${student.line}: both ${byStudent.get(student)!.submission} and ${result.submission} are of this student; leave one out`,
      );
    } else {
      byStudent.set(student, result);
    }
  }
  for (const student of students.filter((each) => !byStudent.has(each))) {
    unmatched.push(`${file}: line ${student.line}: ${student.name} has no result`);
  }
  const rows = students.flatMap((student) => {
    const result = byStudent.get(student);
    return result === undefined ? [] : [{ student, result }];
  });
  return { rows, unmatched };
}

/** By the folder of the results where the roster names one; else by what people call such folders. */
function isOf({ ids, email }: RosterStudent, name: string): boolean {
  const { folder, login, id, github } = ids;
  const known = folder === undefined ? [email, email?.split('@')[0], login, id, github] : [folder];
  return known.some((each) => each?.toLowerCase() === name.toLowerCase());
}

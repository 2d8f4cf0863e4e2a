/** A whole class for the gradebooks of Canvas and Moodle, by the ids of the roster. */
import { writeCsv, type RosterStudent } from '../roster/index.js';
import { ExportError } from './export-error.js';
import type { Graded } from './graded.js';
import { onRoster, type Roster } from './on-roster.js';

export interface Gradebook {
  readonly csv: string;
  /** Results that belong to nobody on the roster, and students without a result: a line each. Nobody is lost silently. */
  readonly unmatched: readonly string[];
}

/** Canvas' gradebook import: the points possible stand in a row of their own, below the names of the columns. */
export function toCanvas(results: readonly Graded[], roster: Roster, assignment: string): Gradebook {
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
export function toMoodle(results: readonly Graded[], roster: Roster): Gradebook {
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
      result.feedback,
    ]),
  ]);
  return { csv, unmatched };
}

/** The same for all, or the gradebook would compare what cannot be compared. */
function pointsPossible(results: readonly Graded[]): number {
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

interface Row {
  readonly student: RosterStudent;
  readonly result: Graded & { readonly score: number };
}

function matched(results: readonly Graded[], roster: Roster): { rows: Row[]; unmatched: string[] } {
  const found = onRoster(results, roster);
  const listed = new Set(found.values());
  const nobodys = results.filter((result) => !listed.has(result));
  const rows: Row[] = [];
  const missing: string[] = [];
  for (const student of roster.students) {
    const result = found.get(student);
    if (result?.score !== undefined) {
      rows.push({ student, result: { ...result, score: result.score } });
    } else {
      const why = result?.inClass === undefined ? '' : ` (${result.inClass.state})`;
      missing.push(`${roster.file}: line ${student.line}: ${student.name} has no result${why}`);
    }
  }
  const unmatched = nobodys.map(
    ({ submission }) => `${submission}: nobody on the roster has this submission, email, login or id`,
  );
  return { rows, unmatched: [...unmatched, ...missing] };
}

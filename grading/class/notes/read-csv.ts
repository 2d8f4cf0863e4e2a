/** The notes file as CSV: a row says one thing of one student, or of a check. The columns may stand in any order. */
import { SchemaError } from '../../result/index.js';
import { fold, readCsv } from '../../roster/index.js';
import type { NotesFile, WrittenNote, WrittenPoints, WrittenTime } from './class-notes.js';
import { MOST_POINTS, numberOf } from './numbers.js';
import { timeFields } from './times.js';

const COLUMNS = [
  'student',
  'exercise',
  'check',
  'points',
  'reason',
  'note',
  'latedays',
  'extratime',
] as const;
type Row = Partial<Record<(typeof COLUMNS)[number], string>>;

/** @throws SchemaError with file and line for all that is wrong in it. */
export function parseCsvNotes(text: string, file: string): NotesFile {
  const faults: string[] = [];
  const notes: WrittenNote[] = [];
  const points: WrittenPoints[] = [];
  const times: WrittenTime[] = [];
  for (const { line, row } of readRows(text, file)) {
    const fault = (what: string): void => void faults.push(`line ${line}: ${what}`);
    const { student, exercise, check, note, reason } = row;
    const about = { line, ...(exercise && { exercise }), ...(check && { check }) };
    if (check !== undefined && exercise === undefined) {
      fault(`the check "${check}" is of which exercise? Fill in the column "exercise"`);
    }
    if (note !== undefined && student === undefined && check === undefined) {
      fault(
        'a note is for whom? Fill in the column "student", or "exercise" and "check" for all who failed it',
      );
    } else if (note !== undefined) {
      notes.push({ ...about, students: student === undefined ? [] : [student], text: note });
    }
    const number = row.points === undefined ? undefined : numberOf(row.points, MOST_POINTS);
    if (row.points !== undefined && number === undefined) {
      fault(`points are "${row.points}": write a number, at most ${MOST_POINTS}`);
    } else if (number !== undefined && (reason === undefined || student === undefined)) {
      fault(`points need ${student === undefined ? 'a student' : 'a reason'}: fill in the column`);
    } else if (number !== undefined) {
      points.push({ ...about, student: student!, points: number, reason: reason! });
    } else if (reason !== undefined) {
      fault('a reason without points: fill in the column "points"');
    }
    const time = timeFields({ lateDays: row.latedays, extraTime: row.extratime }, fault);
    if (time !== undefined && student === undefined) {
      fault('late days and extra time are whose? Fill in the column "student"');
    } else if (time !== undefined) {
      times.push({ line, student: student!, ...time });
    }
  }
  if (faults.length > 0) {
    throw new SchemaError(file, faults);
  }
  return { file, notes, points, times };
}

function readRows(text: string, file: string): { line: number; row: Row }[] {
  const [header, ...rows] = readCsv(text, file);
  const columns = (header?.cells ?? []).map(fold);
  const unknown = columns.filter((column) => !(COLUMNS as readonly string[]).includes(column));
  if (header === undefined || unknown.length > 0) {
    const known = 'student, exercise, check, points, reason, note, late days, extra time';
    throw new SchemaError(file, [
      header === undefined
        ? 'is empty'
        : `line ${header.line}: no column is called "${unknown[0]}": use ${known}`,
    ]);
  }
  const twin = columns.find((column, index) => columns.indexOf(column) < index);
  if (twin !== undefined) {
    throw new SchemaError(file, [
      `line ${header.line}: two columns are called "${twin}": remove one of them`,
    ]);
  }
  return rows.map(({ line, cells }) => ({
    line,
    row: Object.fromEntries(
      columns.flatMap((column, index) => (cells[index] ? [[column, cells[index]]] : [])),
    ),
  }));
}

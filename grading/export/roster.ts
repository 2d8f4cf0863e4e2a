/**
 * The roster: a CSV file that says which submission is whose, and by which ids other systems know the student. The first row names the
 * columns; `submission` is the name of the student's results, and what it lacks is looked for in the other columns.
 */
import { parseCsv } from './csv.js';
import { ExportError } from './export-error.js';

/** The columns that mean something here, each optional. */
const COLUMNS = [
  'submission',
  'name',
  'email',
  'section',
  'id', // Canvas' own number
  'sis_user_id',
  'sis_login_id',
  'moodle_id', // `Participant 4711`, or the number alone
] as const;
type Column = (typeof COLUMNS)[number];

export type Student = Readonly<Partial<Record<Column, string>>> & { readonly line: number };

export interface Roster {
  readonly file: string;
  readonly students: readonly Student[];
}

/** @throws ExportError with file and line: unknown columns, two students of one id, rows without any */
export function readRoster(text: string, file: string): Roster {
  const [head, ...rows] = parseCsv(text, file);
  const names = head?.cells.map((cell) => cell.trim().toLowerCase().replaceAll(/[ -]+/g, '_')) ?? [];
  const known = names.filter((name): name is Column => (COLUMNS as readonly string[]).includes(name));
  if (!known.some((name) => name === 'submission' || name === 'email' || name === 'sis_login_id')) {
    throw new ExportError(
      `${file}:1: no column names a student's results; the first row needs "submission", "email" or "sis_login_id" (known: ${COLUMNS.join(', ')})`,
    );
  }
  const students = rows.map(({ line, cells }) => {
    const entries = names.flatMap((name, index) => {
      const cell = cells[index]?.trim() ?? '';
      return (COLUMNS as readonly string[]).includes(name) && cell !== '' ? [[name, cell] as const] : [];
    });
    return { line, ...Object.fromEntries(entries) };
  });
  for (const column of ['submission', 'email', 'id', 'sis_user_id', 'sis_login_id', 'moodle_id'] as const) {
    requireUnique(students, column, file);
  }
  return { file, students };
}

function requireUnique(students: readonly Student[], column: Column, file: string): void {
  const seen = new Map<string, Student>();
  for (const student of students) {
    const value = student[column]?.toLowerCase();
    const first = value === undefined ? undefined : seen.get(value);
    if (first !== undefined) {
      throw new ExportError(
        `${file}:${student.line}: the ${column} "${student[column]}" is that of line ${first.line} too; give each student their own`,
      );
    }
    if (value !== undefined) {
      seen.set(value, student);
    }
  }
}

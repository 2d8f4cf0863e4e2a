/** Reads a roster: a CSV file with a row for each student, as a platform exports it or a person writes it. */
import { SchemaError } from '../result/index.js';
import type { ExtraTime } from '../class/record/index.js';
import { columnsOf, type Column } from './columns.js';
import { readCsv, type CsvRow } from './csv.js';
import { extraTimeOf, MOST_EXTRA_HOURS, unreadExtraTime } from './extra-time.js';
import { waysToWrite } from './fold.js';
import { readTextFile } from './read-text.js';

export interface RosterStudent {
  /** Of its row, from 1. */
  readonly line: number;
  readonly name: string;
  /** Folded, in every order. */
  readonly names: ReadonlySet<string>;
  /** `id`, `login`, `email`, `github`, `canvas`, `moodle`, `folder` (of the submission): those that the row has. */
  readonly ids: Readonly<Record<string, string>>;
  readonly email?: string;
  readonly section?: string;
  readonly extraTime?: ExtraTime;
  /** One line with file and line, where the extra time moves no deadline. */
  readonly unreadTime?: string;
  /** The row by its own columns. */
  readonly row: Readonly<Record<string, string>>;
}

const ID_COLUMNS = ['id', 'login', 'email', 'github', 'canvas', 'moodle', 'folder'] as const;

/** @throws SchemaError with file and line for what cannot be read, and for students who stand in it twice. */
export function readRoster(file: string): RosterStudent[] {
  return parseRoster(readTextFile(file), file);
}

export function parseRoster(text: string, file: string): RosterStudent[] {
  const [header, ...rows] = readCsv(text, file);
  if (header === undefined) {
    throw new SchemaError(file, ['is empty: give it a first line with the names of the columns']);
  }
  const columns = columnsOf(header.cells);
  if (!columns.some((column) => column !== undefined && column !== 'section' && column !== 'extraTime')) {
    const found = header.cells.map((cell) => JSON.stringify(cell)).join(', ');
    const how = 'name one of them name, id, login, email, github or submission';
    throw new SchemaError(file, [`line ${header.line}: no column tells who a student is (${found}): ${how}`]);
  }
  const twin = columns.findIndex((column, index) => column !== undefined && columns.indexOf(column) < index);
  if (twin >= 0) {
    const names = [header.cells[columns.indexOf(columns[twin])], header.cells[twin]];
    const both = names.map((cell) => JSON.stringify(cell)).join(' and ');
    throw new SchemaError(file, [`line ${header.line}: ${both} mean the same: rename or remove one of them`]);
  }
  const students = rows
    .map((row) => studentOf(row, header.cells, columns, file))
    .filter((student) => student !== undefined);
  const faults = [...endless(students), ...duplicates(students)];
  if (faults.length > 0) {
    throw new SchemaError(file, faults);
  }
  return students;
}

/** Undefined for the row of points that Canvas puts under its headings. */
function studentOf(
  { line, cells }: CsvRow,
  header: readonly string[],
  columns: readonly (Column | undefined)[],
  file: string,
): RosterStudent | undefined {
  const get = (wanted: Column): string | undefined => cells[columns.indexOf(wanted)] || undefined;
  const [first, last, full] = [get('first'), get('last'), get('name')];
  if (full === 'Points Possible') {
    return undefined;
  }
  const written = Object.fromEntries(
    ID_COLUMNS.flatMap((column) => (get(column) ? [[column, get(column)!]] : [])),
  );
  // Moodle's own worksheets: `Participant 12345`, the number that stands in the names of its files.
  const participantOf = (id = ''): string | undefined => /^Participant (\d+)$/i.exec(id)?.[1];
  const participant = participantOf(written['id']) ?? participantOf(written['moodle']);
  const { id, ...others } = written;
  const ids = {
    ...(id !== undefined && participantOf(id) === undefined && { id }),
    ...others,
    ...(participant !== undefined && { moodle: participant }),
  };
  const [email, section] = [get('email'), get('section')];
  const extraTime = extraTimeOf(get('extraTime') ?? '');
  const unreadTime = unreadExtraTime(file, line, extraTime);
  const both = [first, last].filter((part) => part !== undefined).join(' ');
  const name = full ?? (both || Object.values(ids)[0]);
  if (name === undefined) {
    return undefined; // a row of other columns alone, such as a sum
  }
  return {
    line,
    name: spoken(name),
    names: waysToWrite({ ...(first && { first }), ...(last && { last }), full: name }),
    ids,
    ...(email && { email }),
    ...(section && { section }),
    ...(extraTime && { extraTime }),
    ...(unreadTime && { unreadTime }),
    row: Object.fromEntries(header.map((heading, index) => [heading, cells[index] ?? ''])),
  };
}

/** `Lovelace, Ada` as `Ada Lovelace`. */
function spoken(name: string): string {
  const [family, given] = name.split(/,\s*/, 2);
  return given ? `${given} ${family}` : name;
}

function endless(students: readonly RosterStudent[]): string[] {
  return students.flatMap(({ line, extraTime }) =>
    (extraTime?.hours ?? 0) > MOST_EXTRA_HOURS
      ? [`line ${line}: extra time "${extraTime!.text}": write at most ${MOST_EXTRA_HOURS / 24} days`]
      : [],
  );
}

/** Two rows with one id are one student twice, or two with a typo: a person must say. Two with one name may be two people. */
function duplicates(students: readonly RosterStudent[]): string[] {
  const lines: string[] = [];
  const seen = new Map<string, RosterStudent>();
  for (const student of students) {
    const keys = Object.entries(student.ids).map(
      ([kind, id]) => [kind, id, `${kind} ${id.toLowerCase()}`] as const,
    );
    const without =
      keys.length === 0 ? [['name', student.name, `name ${[...student.names][0]}`] as const] : keys;
    for (const [kind, id, key] of without) {
      const other = seen.get(key);
      if (other !== undefined) {
        const both = `${student.name} has the ${kind} "${id}" of ${other.name} on line ${other.line}`;
        lines.push(`line ${student.line}: ${both}: keep one of the two rows, or mend it`);
        break;
      }
      seen.set(key, student);
    }
  }
  return lines;
}

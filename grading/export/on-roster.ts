/** Which row of the roster each result belongs to: by the folder or an id, else by a name that is one row's and one student's. */
import { waysToWrite, type RosterStudent } from '../roster/index.js';
import { ExportError } from './export-error.js';
import type { Graded } from './graded.js';

export interface Roster {
  /** As it is told in messages. */
  readonly file: string;
  readonly students: readonly RosterStudent[];
}

/** @throws ExportError where two results have the ids of one row. */
export function onRoster(results: readonly Graded[], { file, students }: Roster): Map<RosterStudent, Graded> {
  const found = new Map<RosterStudent, Graded>();
  const rest: Graded[] = [];
  for (const result of results) {
    const student = students.find((each) => isOf(each, result));
    const other = student && found.get(student);
    if (student === undefined) {
      rest.push(result);
    } else if (other !== undefined) {
      throw new ExportError(
        `${file}: line ${student.line}: both ${other.submission} and ${result.submission} are of this student; leave one out`,
      );
    } else {
      found.set(student, result);
    }
  }
  const byName = rest.map((result) => ({ result, rows: namesakes(result, students) }));
  for (const { result, rows } of byName) {
    const [only, ...others] = rows;
    const rivals = byName.filter((each) => each.rows.includes(only!));
    if (only !== undefined && others.length === 0 && rivals.length === 1 && !found.has(only)) {
      found.set(only, result);
    }
  }
  return found;
}

/** By the folder of the results where the roster names one; else by the ids of the class, or by what people call such folders. */
function isOf({ ids, email }: RosterStudent, { submission, inClass }: Graded): boolean {
  const { folder, login, id, github } = ids;
  const same = (one: string | undefined, other: string): boolean =>
    one?.toLowerCase() === other.toLowerCase();
  if (folder !== undefined && same(folder, submission)) {
    return true;
  }
  if (inClass !== undefined) {
    return Object.entries(inClass.ids).some(([kind, value]) => same(ids[kind], value));
  }
  const known = folder === undefined ? [email, email?.split('@')[0], login, id, github] : [folder];
  return known.some((each) => same(each, submission));
}

/** A name is no proof where an id says otherwise. */
function namesakes({ inClass }: Graded, students: readonly RosterStudent[]): RosterStudent[] {
  if (inClass === undefined) {
    return [];
  }
  const written = [...waysToWrite({ full: inClass.name })];
  return students.filter(
    ({ ids, names }) =>
      written.some((way) => names.has(way)) &&
      !Object.entries(inClass.ids).some(
        ([kind, value]) => kind !== 'folder' && kind in ids && ids[kind] !== value,
      ),
  );
}

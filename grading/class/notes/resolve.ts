/** Joins the notes file with the class: each student and each check that it names must be there. */
import { SchemaError, type Manifest } from '../../result/index.js';
import { caseless } from '../../submission/index.js';
import type { StoredStudent } from '../database/index.js';
import type { ExtraTime, Note, PointsByHand } from '../record/index.js';
import { fold, unreadExtraTime } from '../../roster/index.js';
import type { NotesFile, WrittenNote, WrittenPoints } from './class-notes.js';

/** What is said by hand, by student's key. */
export interface ClassNotes {
  readonly deadline?: string;
  readonly students: ReadonlyMap<string, ByHand>;
  /** For all who failed the check. */
  readonly checks: readonly Required<Note>[];
}

export interface ByHand {
  readonly notes: Note[];
  readonly points: PointsByHand[];
  lateDays?: number;
  extraTime?: ExtraTime;
  /** What a person hears of extra time that moves no deadline. */
  unreadTime?: string;
}

export const noNotes: ClassNotes = { students: new Map(), checks: [] };

/** @throws SchemaError with file and line for who or what is not there. */
export function resolveNotes(
  { file, deadline, notes, points, times }: NotesFile,
  students: readonly StoredStudent[],
  manifests: readonly Manifest[],
): ClassNotes {
  const faults: string[] = [];
  const byHand = new Map<string, ByHand>();
  const of = (name: string, line: number): ByHand | undefined => {
    const key = findStudent(name, students, (what) => faults.push(`line ${line}: ${what}`));
    if (key === undefined) {
      return undefined;
    }
    const known = byHand.get(key) ?? { notes: [], points: [] };
    byHand.set(key, known);
    return known;
  };
  const about = (written: WrittenNote | WrittenPoints): Pick<Note, 'exercise' | 'check'> =>
    findCheck(written, manifests, (what) => faults.push(`line ${written.line}: ${what}`));
  const checks: Required<Note>[] = [];
  for (const note of notes) {
    const told = { ...about(note), text: note.text };
    if (note.students.length === 0) {
      checks.push(told as Required<Note>);
    }
    note.students.forEach((name) => of(name, note.line)?.notes.push(told));
  }
  for (const written of points) {
    of(written.student, written.line)?.points.push({
      ...about(written),
      points: written.points,
      reason: written.reason,
    });
  }
  for (const { student, line, lateDays, extraTime } of times) {
    const found = of(student, line);
    if (
      found !== undefined &&
      ((lateDays !== undefined && found.lateDays !== undefined) || (extraTime && found.extraTime))
    ) {
      faults.push(`line ${line}: late days or extra time of "${student}" are said twice: keep one of them`);
    }
    Object.assign(found ?? {}, {
      ...(lateDays !== undefined && { lateDays }),
      ...(extraTime && { extraTime, unreadTime: unreadExtraTime(file, line, extraTime) }),
    });
  }
  if (faults.length > 0) {
    throw new SchemaError(file, faults);
  }
  return { students: byHand, checks, ...(deadline === undefined ? {} : { deadline }) };
}

/** By folder; else by folder or id in any letters; else by a name that one student has. */
function findStudent(
  name: string,
  students: readonly StoredStudent[],
  fault: (what: string) => void,
): string | undefined {
  const same = (one: string): boolean => caseless(one) === caseless(name);
  const rules: ((student: StoredStudent) => boolean)[] = [
    ({ key }) => key === name.normalize('NFC'), // one of `ada` and `Ada` is meant
    ({ key, ids }) => same(key) || Object.values(ids).some(same),
    (student) => fold(student.name) === fold(name),
  ];
  const found = rules.map((rule) => students.filter(rule)).find(({ length }) => length > 0) ?? [];
  const [only, ...others] = found;
  if (only === undefined) {
    fault(`nobody in the class is called "${name}": name a student by folder, id, e-mail or full name`);
    return undefined;
  }
  if (others.length > 0) {
    fault(`"${name}" may be ${found.map(({ key }) => key).join(' or ')}: use the name of the folder`);
    return undefined;
  }
  return only.key;
}

function findCheck(
  { exercise, check }: { readonly exercise?: string; readonly check?: string },
  manifests: readonly Manifest[],
  fault: (what: string) => void,
): Pick<Note, 'exercise' | 'check'> {
  if (exercise === undefined) {
    return {};
  }
  const manifest = manifests.find(
    ({ id }) => id === exercise || id.startsWith(`${exercise.padStart(2, '0')}-`),
  );
  if (manifest === undefined) {
    fault(
      `"${exercise}" is no exercise of this class: use one of ${manifests.map(({ id }) => id.slice(0, 2)).join(', ')}`,
    );
    return {};
  }
  if (check !== undefined && !manifest.checks.some(({ id }) => id === check)) {
    fault(
      `"${check}" is no check of ${manifest.id}: use one of ${manifest.checks.map(({ id }) => id).join(', ')}`,
    );
    return {};
  }
  return { exercise: manifest.id, ...(check && { check }) };
}

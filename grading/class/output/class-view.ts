/** The class as the database has it, by student: what both the folders and `class.json` are made from. */
import type {
  ClassSettings,
  ClassStore,
  StoredAttempt,
  StoredGrading,
  StoredRemark,
  StoredStudent,
} from '../database/index.js';

export interface StudentView {
  readonly student: StoredStudent;
  readonly attempts: readonly AttemptView[];
  /** The one that counts. */
  readonly current?: AttemptView;
}

export interface AttemptView {
  readonly attempt: StoredAttempt;
  /** Every result that it ever had. */
  readonly gradings: readonly StoredGrading[];
  /** The one that counts. */
  readonly counting?: StoredGrading;
}

export interface ClassView {
  readonly id: string;
  readonly settings: ClassSettings;
  readonly students: readonly StudentView[];
  readonly remarks: readonly StoredRemark[];
}

export async function viewClass(store: ClassStore): Promise<ClassView> {
  const students = await viewStudents(store);
  return { id: store.id, settings: await store.settings(), students, remarks: await store.remarks.list() };
}

/** Everybody, or the one student of this key. */
export async function viewStudents(store: ClassStore, key?: string): Promise<StudentView[]> {
  const gradings = grouped(await store.gradings.list(key), ({ attempt }) => attempt);
  const attempts = grouped(await store.attempts.list(key), ({ student }) => student);
  return (await store.students.list(key)).map((student) => {
    const own = (attempts.get(student.key) ?? []).map((attempt) =>
      attemptView(attempt, gradings.get(attempt.id) ?? []),
    );
    const current = own.find(({ attempt }) => attempt.id === student.current);
    return { student, attempts: own, ...(current && { current }) };
  });
}

function attemptView(attempt: StoredAttempt, gradings: readonly StoredGrading[]): AttemptView {
  const counting = gradings.find(({ counts }) => counts);
  return { attempt, gradings, ...(counting && { counting }) };
}

function grouped<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [item]);
    } else {
      group.push(item);
    }
  }
  return groups;
}

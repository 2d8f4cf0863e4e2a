/** Brings the folder of results up to what the database says. */
import type { RecordsFolder } from '../records/index.js';
import { InputError } from '../command-line/index.js';
import type { ClassNotes } from './notes/index.js';
import type { OpenClass } from './open-class.js';
import { classRecord, StudentFolders, viewClass, viewStudents } from './output/index.js';
import { writeClass, type ClassRecord } from './record/index.js';

/** All folders, and `class.json`. */
export async function writeResults(opened: OpenClass, notes: ClassNotes): Promise<ClassRecord> {
  const { out, store, lab, identity } = opened;
  const view = await viewClass(store);
  const folders = foldersOf(opened, notes);
  const record = classRecord(view, lab, identity, notes);
  await orFull(out, async () => {
    for (const student of view.students) {
      await folders.bringUpToDate(student);
    }
    writeClass(out, record);
  });
  return record;
}

/** The folder of the student whose attempt this is. */
export async function writeStudentOf(attempt: number, opened: OpenClass, notes: ClassNotes): Promise<void> {
  const { student } = await opened.store.attempts.get(attempt);
  const [view] = await viewStudents(opened.store, student);
  await orFull(opened.out, () => foldersOf(opened, notes).bringUpToDate(view!));
}

function foldersOf(
  { store, records, lab, identity }: OpenClass & { readonly records: RecordsFolder },
  notes: ClassNotes,
): StudentFolders {
  return new StudentFolders(store, records, lab.lecture, identity, notes);
}

/** A disk that is full is the user's to mend; the results lie in the database, and the next run writes them. */
export async function orFull(out: string, write: () => unknown): Promise<void> {
  try {
    await write();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EROFS' || code === 'EACCES') {
      throw new InputError(
        `${out}: the results cannot be written (${code}); what was there is not lost: make room, and run the same command again`,
      );
    }
    throw error;
  }
}

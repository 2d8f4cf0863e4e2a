/** The folder of each student: the record and the pages of the attempt that counts. What is there already is not written again. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Lecture } from '../../lecture/index.js';
import { pageTexts, type RecordsFolder } from '../../records/index.js';
import { parseResult } from '../../result/index.js';
import { identityText, type ClassStore, type GraderIdentity } from '../database/index.js';
import { studentRemarks, type ClassNotes } from '../notes/index.js';
import type { AttemptView, StudentView } from './class-view.js';

export class StudentFolders {
  readonly #store: ClassStore;
  readonly #records: RecordsFolder;
  readonly #lecture: Lecture;
  readonly #identity: GraderIdentity;
  readonly #notes: ClassNotes;

  constructor(
    store: ClassStore,
    records: RecordsFolder,
    lecture: Lecture,
    identity: GraderIdentity,
    notes: ClassNotes,
  ) {
    this.#store = store;
    this.#records = records;
    this.#lecture = lecture;
    this.#identity = identity;
    this.#notes = notes;
  }

  /** Brings the folder up to what counts now; false where it was so already, or nothing can be written yet. */
  async bringUpToDate(view: StudentView): Promise<boolean> {
    const { student, current } = view;
    if (current?.attempt.faults !== undefined) {
      this.#records.refuse(student.key, this.#owner(student.key), current.attempt.faults);
      await this.#store.students.setWritten(student.key, '');
      return false;
    }
    return current?.counting === undefined ? false : this.#write(view, current, current.counting.id);
  }

  async #write(
    { student }: StudentView,
    { attempt, counting }: AttemptView,
    grading: number,
  ): Promise<boolean> {
    const { key } = student;
    const remarks = studentRemarks(this.#notes, student, attempt, counting?.summary);
    const made = [grading, remarks ?? null, this.#lecture.digest, identityText(this.#identity)];
    const digest = createHash('sha256').update(JSON.stringify(made)).digest('hex');
    if (student.written === digest && existsSync(join(this.#records.of(key), 'result.json'))) {
      return false;
    }
    const { result, notes } = await this.#store.gradings.texts(grading);
    const graded = { result: parseResult(result), notes: { ...notes, source: this.#owner(key) } };
    await this.#records.write(key, this.#owner(key), pageTexts(graded, result, this.#lecture, remarks));
    await this.#store.students.setWritten(key, digest);
    return true;
  }

  /** Whose the folder is: this student's of this class, wherever the submission lay. */
  #owner(key: string): string {
    return `class ${this.#store.id}: ${key}`;
  }
}

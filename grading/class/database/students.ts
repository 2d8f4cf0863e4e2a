/** The students of a class in its database. */
import type { Database } from './database.js';
import { oneOrAll } from './one-or-all.js';
import { studentOf, type StudentRow } from './rows.js';
import type { StoredStudent } from './types.js';

export class Students {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Everybody, or the one of this key. */
  async list(key?: string): Promise<StoredStudent[]> {
    const rows = await this.#database.query<StudentRow>(
      `select * from hyperlab.student where ${oneOrAll('key')} order by key collate "C"`,
      [key ?? null],
    );
    return rows.map(studentOf);
  }

  /** Adds them, or changes what is known of them: never what counts, or lies in their folders. */
  async save(students: readonly StoredStudent[]): Promise<void> {
    await this.#database.transaction(async (query) => {
      for (const { key, name, ids, listed } of students) {
        await query(
          `insert into hyperlab.student (key, name, ids, listed) values ($1, $2, $3, $4)
           on conflict (key) do update set name = $2, ids = $3, listed = $4`,
          [key, name, JSON.stringify(ids), listed === undefined ? null : JSON.stringify(listed)],
        );
      }
    });
  }

  /** Those who never handed anything in, and are in no roster any more. */
  async forget(keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await this.#database.query(
        'delete from hyperlab.student where key = $1 and not exists (select from hyperlab.attempt where student = $1)',
        [key],
      );
    }
  }

  async setCurrent(student: string, attempt: number): Promise<void> {
    await this.#database.query('update hyperlab.student set current = $2 where key = $1', [student, attempt]);
  }

  async setWritten(student: string, digest: string): Promise<void> {
    await this.#database.query('update hyperlab.student set written = $2 where key = $1', [student, digest]);
  }
}

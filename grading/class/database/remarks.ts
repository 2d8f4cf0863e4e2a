/** What the intake found that a person should look at. */
import type { Database } from './database.js';
import type { StoredRemark } from './types.js';

export class Remarks {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async list(): Promise<StoredRemark[]> {
    const rows = await this.#database.query<{
      kind: StoredRemark['kind'];
      student: string | null;
      source: string | null;
      message: string;
    }>('select kind, student, source, message from hyperlab.remark order by id');
    return rows.map(({ kind, student, source, message }) => ({
      kind,
      ...(student !== null && { student }),
      ...(source !== null && { source }),
      message,
    }));
  }

  /** Those of the last reading take the place of all earlier ones. */
  async replace(remarks: readonly StoredRemark[]): Promise<void> {
    await this.#database.transaction(async (query) => {
      await query('delete from hyperlab.remark');
      for (const { kind, student = null, source = null, message } of remarks) {
        await query('insert into hyperlab.remark (kind, student, source, message) values ($1, $2, $3, $4)', [
          ...[kind, student, source, message],
        ]);
      }
    });
  }
}

/** What students handed in: each attempt with the texts of its parts, and why the grader failed on it where it did. */
import type { Database } from './database.js';
import { oneOrAll } from './one-or-all.js';
import { attemptOf, type AttemptRow } from './rows.js';
import type { NewAttempt, StoredAttempt } from './types.js';

export class Attempts {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** All of the class, or those of one student. */
  async list(student?: string): Promise<StoredAttempt[]> {
    const rows = await this.#database.query<AttemptRow>(
      `select * from hyperlab.attempt where ${oneOrAll('student')} order by student, number`,
      [student ?? null],
    );
    return rows.map(attemptOf);
  }

  /** The attempt's id; an attempt that is there already is left as it is. `texts` by digest. */
  add(attempt: NewAttempt, texts: ReadonlyMap<string, string>): Promise<number> {
    const { student, ref, source, handedInAt = null, markedLate, parts, passedOver, faults } = attempt;
    return this.#database.transaction(async (query) => {
      const known = await query<{ id: number }>(
        'select id from hyperlab.attempt where student = $1 and ref = $2',
        [student, ref],
      );
      if (known[0] !== undefined) {
        return known[0].id;
      }
      for (const [sha256, text] of texts) {
        await query('insert into hyperlab.part values ($1, $2) on conflict do nothing', [
          sha256,
          JSON.stringify(text),
        ]);
      }
      const [added] = await query<{ id: number }>(
        `insert into hyperlab.attempt (student, number, ref, source, handed_in_at, marked_late, parts, passed_over, faults)
         values ($1, (select coalesce(max(number), 0) + 1 from hyperlab.attempt where student = $1), $2, $3, $4, $5, $6, $7, $8)
         returning id`,
        [
          ...[
            student,
            ref,
            source,
            handedInAt,
            markedLate,
            JSON.stringify(parts),
            JSON.stringify(passedOver),
          ],
          faults === undefined ? null : JSON.stringify(faults),
        ],
      );
      return added!.id;
    });
  }

  /** The texts of an attempt's parts, by digest. */
  async partTexts({ parts }: Pick<StoredAttempt, 'parts'>): Promise<Map<string, string>> {
    const rows = await this.#database.query<{ sha256: string; text: string }>(
      'select sha256, text from hyperlab.part where sha256 = any($1)',
      [parts.map(({ sha256 }) => sha256)],
    );
    return new Map(rows.map(({ sha256, text }) => [sha256, JSON.parse(text) as string]));
  }

  async get(id: number): Promise<StoredAttempt> {
    const [row] = await this.#database.query<AttemptRow>('select * from hyperlab.attempt where id = $1', [
      id,
    ]);
    return attemptOf(row!);
  }

  async recordFailure(attempt: number, failure: string): Promise<void> {
    await this.#database.query('update hyperlab.attempt set failure = $2 where id = $1', [attempt, failure]);
  }

  /** They are tried again: until then nobody takes them for done. */
  async clearFailures(attempts: readonly number[]): Promise<void> {
    await this.#database.query('update hyperlab.attempt set failure = null where id = any($1)', [attempts]);
  }
}

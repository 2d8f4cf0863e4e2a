/** Every result that there ever was of an attempt, and which one of them counts. */
import type { Database } from './database.js';
import { gradingOf, type GradingRow } from './rows.js';
import type {
  GradedPart,
  GraderIdentity,
  GradingTexts,
  NewGrading,
  StoredGrading,
  StoredPart,
} from './types.js';

export class Gradings {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Of the class, or of one student; without their texts, the first ones first. */
  async list(student?: string): Promise<StoredGrading[]> {
    const rows = await this.#database.query<GradingRow>(
      `select id, attempt, grader, graded_at, milliseconds, summary, counts from hyperlab.grading
       where $1::text is null or attempt in (select id from hyperlab.attempt where student = $1) order by id`,
      [student ?? null],
    );
    return rows.map(gradingOf);
  }

  async texts(id: number): Promise<GradingTexts> {
    const [row] = await this.#database.query<{ result: string; notes: string }>(
      'select result, notes from hyperlab.grading where id = $1',
      [id],
    );
    return { result: row!.result, notes: JSON.parse(row!.notes) as GradingTexts['notes'] };
  }

  async isGraded(attempt: number, grader: GraderIdentity): Promise<boolean> {
    const rows = await this.#database.query(
      'select from hyperlab.grading where attempt = $1 and grader = $2',
      [attempt, identityText(grader)],
    );
    return rows.length > 0;
  }

  /**
   * Keeps a result. The first one of an attempt counts; later ones do when somebody says so. False where this grader's result is
   * there already: then that one stays.
   */
  record(
    attempt: number,
    grader: GraderIdentity,
    { result, notes, summary, gradedAt, milliseconds, repeatable }: NewGrading,
  ): Promise<boolean> {
    return this.#database.transaction(async (query) => {
      await query('update hyperlab.attempt set failure = null where id = $1', [attempt]);
      const added = await query<{ id: number }>(
        `insert into hyperlab.grading (attempt, grader, graded_at, milliseconds, result, notes, summary, counts)
         values ($1, $2, $3, $4, $5, $6, $7, not exists (select from hyperlab.grading where attempt = $1 and counts))
         on conflict (attempt, grader) do nothing returning id`,
        [
          ...[attempt, identityText(grader), gradedAt, milliseconds, result],
          ...[JSON.stringify(notes), JSON.stringify(summary)],
        ],
      );
      for (const { exercise, sha256 } of added.length > 0 ? repeatable : []) {
        await query(
          'insert into hyperlab.graded_part (grader, exercise, sha256, grading) values ($1, $2, $3, $4) on conflict do nothing',
          [identityText(grader), exercise, sha256, added[0]!.id],
        );
      }
      return added.length > 0;
    });
  }

  /** Where copies of these parts were graded by the same grader, of the results that hold for every copy. */
  async ofParts(parts: readonly StoredPart[], grader: GraderIdentity): Promise<GradedPart[]> {
    const found: GradedPart[] = [];
    for (const { exercise, sha256 } of parts) {
      const rows = await this.#database.query<{ result: string; notes: string }>(
        `select g.result, g.notes from hyperlab.graded_part p join hyperlab.grading g on g.id = p.grading
         where p.grader = $1 and p.exercise = $2 and p.sha256 = $3`,
        [identityText(grader), exercise, sha256],
      );
      for (const { result, notes } of rows) {
        found.push({ exercise, sha256, result, notes: JSON.parse(notes) as GradingTexts['notes'] });
      }
    }
    return found;
  }

  /** Those of `attempts` that this grader has graded or failed on. */
  async finished(
    attempts: readonly number[],
    grader: GraderIdentity,
  ): Promise<{ attempt: number; failed: boolean; milliseconds: number }[]> {
    const rows = await this.#database.query<{
      attempt: number;
      failed: boolean;
      milliseconds: number | null;
    }>(
      `select a.id as attempt, g.id is null as failed, g.milliseconds from hyperlab.attempt a
       left join hyperlab.grading g on g.attempt = a.id and g.grader = $2
       where a.id = any($1) and (g.id is not null or a.failure is not null)`,
      [attempts, identityText(grader)],
    );
    return rows.map(({ milliseconds, ...row }) => ({ ...row, milliseconds: milliseconds ?? 0 }));
  }

  /** From now on these count, each in place of what counted for its attempt: all of them, or none. */
  apply(gradings: readonly number[]): Promise<void> {
    return this.#database.transaction(async (query) => {
      for (const id of gradings) {
        await query(
          'update hyperlab.grading set counts = false where counts and attempt = (select attempt from hyperlab.grading where id = $1)',
          [id],
        );
        await query('update hyperlab.grading set counts = true where id = $1', [id]);
      }
    });
  }
}

/** The same identity gives the same text. */
export function identityText({ suite, engine, seed, lecture, exercises }: GraderIdentity): string {
  return JSON.stringify({ suite, engine, seed, lecture, exercises });
}

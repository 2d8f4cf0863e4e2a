/** The class in its database: students, attempts, and every grading there ever was. */
import { randomBytes } from 'node:crypto';
import { DatabaseError, type Database } from './database.js';
import { prepareSchema } from './schema.js';
import {
  attemptOf,
  gradingOf,
  studentOf,
  type AttemptRow,
  type GradingRow,
  type StudentRow,
} from './rows.js';
import type {
  ClassSettings,
  GradedPart,
  GraderIdentity,
  GradingTexts,
  NewAttempt,
  NewGrading,
  StoredAttempt,
  StoredGrading,
  StoredPart,
  StoredRemark,
  StoredStudent,
} from './types.js';

/** For a query whose first value is a key, or null for all. */
const ONE_OR_ALL = (column: string): string => `($1::text is null or ${column} = $1)`;

export class ClassStore {
  readonly database: Database;
  /** Tells this class from others. */
  readonly id: string;

  private constructor(database: Database, id: string) {
    this.database = database;
    this.id = id;
  }

  /** @throws DatabaseError where a newer hyperlab made the tables. */
  static async open(database: Database): Promise<ClassStore> {
    await prepareSchema(database, { class: randomBytes(8).toString('hex') });
    const [row] = await database.query<{ class: string }>('select class from hyperlab.class');
    return new ClassStore(database, row!.class);
  }

  /** @throws DatabaseError where there is no class in it. */
  static async openExisting(database: Database): Promise<ClassStore> {
    const [found] = await database.query<{ there: boolean }>(
      `select to_regclass('hyperlab.class') is not null as there`,
    );
    if (!found!.there) {
      throw new DatabaseError(`${database.where}: holds no class: start hyperlab class --database first`);
    }
    return ClassStore.open(database);
  }

  close(): Promise<void> {
    return this.database.close();
  }

  async settings(): Promise<ClassSettings> {
    const [row] = await this.database.query<{ settings: string }>('select settings from hyperlab.class');
    return JSON.parse(row!.settings) as ClassSettings;
  }

  async changeSettings(change: ClassSettings): Promise<void> {
    await this.database.transaction(async (query) => {
      const [row] = await query<{ settings: string }>('select settings from hyperlab.class for update');
      const settings = { ...(JSON.parse(row!.settings) as ClassSettings), ...change };
      await query('update hyperlab.class set settings = $1', [JSON.stringify(settings)]);
    });
  }

  // Students

  /** Everybody, or the one of this key; so for attempts and gradings. */
  async students(key?: string): Promise<StoredStudent[]> {
    const rows = await this.database.query<StudentRow>(
      `select * from hyperlab.student where ${ONE_OR_ALL('key')} order by key collate "C"`,
      [key ?? null],
    );
    return rows.map(studentOf);
  }

  /** Adds them, or changes what is known of them: never what counts, or lies in their folders. */
  async saveStudents(students: readonly StoredStudent[]): Promise<void> {
    await this.database.transaction(async (query) => {
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
      await this.database.query(
        'delete from hyperlab.student where key = $1 and not exists (select from hyperlab.attempt where student = $1)',
        [key],
      );
    }
  }

  async setCurrent(student: string, attempt: number): Promise<void> {
    await this.database.query('update hyperlab.student set current = $2 where key = $1', [student, attempt]);
  }

  async setWritten(student: string, digest: string): Promise<void> {
    await this.database.query('update hyperlab.student set written = $2 where key = $1', [student, digest]);
  }

  // Attempts

  async attempts(student?: string): Promise<StoredAttempt[]> {
    const rows = await this.database.query<AttemptRow>(
      `select * from hyperlab.attempt where ${ONE_OR_ALL('student')} order by student, number`,
      [student ?? null],
    );
    return rows.map(attemptOf);
  }

  /** The attempt's id; an attempt that is there already is left as it is. `texts` by digest. */
  addAttempt(attempt: NewAttempt, texts: ReadonlyMap<string, string>): Promise<number> {
    const { student, ref, source, handedInAt = null, markedLate, parts, passedOver, faults } = attempt;
    return this.database.transaction(async (query) => {
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
    const rows = await this.database.query<{ sha256: string; text: string }>(
      'select sha256, text from hyperlab.part where sha256 = any($1)',
      [parts.map(({ sha256 }) => sha256)],
    );
    return new Map(rows.map(({ sha256, text }) => [sha256, JSON.parse(text) as string]));
  }

  async attempt(id: number): Promise<StoredAttempt> {
    const [row] = await this.database.query<AttemptRow>('select * from hyperlab.attempt where id = $1', [id]);
    return attemptOf(row!);
  }

  // Gradings

  /** Without their texts, the first ones first. */
  async gradings(student?: string): Promise<StoredGrading[]> {
    const rows = await this.database.query<GradingRow>(
      `select id, attempt, grader, graded_at, milliseconds, summary, counts from hyperlab.grading
       where $1::text is null or attempt in (select id from hyperlab.attempt where student = $1) order by id`,
      [student ?? null],
    );
    return rows.map(gradingOf);
  }

  async gradingTexts(id: number): Promise<GradingTexts> {
    const [row] = await this.database.query<{ result: string; notes: string }>(
      'select result, notes from hyperlab.grading where id = $1',
      [id],
    );
    return { result: row!.result, notes: JSON.parse(row!.notes) as GradingTexts['notes'] };
  }

  async isGraded(attempt: number, grader: GraderIdentity): Promise<boolean> {
    const rows = await this.database.query(
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
    return this.database.transaction(async (query) => {
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
  async gradedParts(parts: readonly StoredPart[], grader: GraderIdentity): Promise<GradedPart[]> {
    const found: GradedPart[] = [];
    for (const { exercise, sha256 } of parts) {
      const rows = await this.database.query<{ result: string; notes: string }>(
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

  async recordFailure(attempt: number, failure: string): Promise<void> {
    await this.database.query('update hyperlab.attempt set failure = $2 where id = $1', [attempt, failure]);
  }

  /** They are tried again: until then nobody takes them for done. */
  async clearFailures(attempts: readonly number[]): Promise<void> {
    await this.database.query('update hyperlab.attempt set failure = null where id = any($1)', [attempts]);
  }

  /** Those of `attempts` that this grader has graded or failed on. */
  async finished(
    attempts: readonly number[],
    grader: GraderIdentity,
  ): Promise<{ attempt: number; failed: boolean; milliseconds: number }[]> {
    const rows = await this.database.query<{ attempt: number; failed: boolean; milliseconds: number | null }>(
      `select a.id as attempt, g.id is null as failed, g.milliseconds from hyperlab.attempt a
       left join hyperlab.grading g on g.attempt = a.id and g.grader = $2
       where a.id = any($1) and (g.id is not null or a.failure is not null)`,
      [attempts, identityText(grader)],
    );
    return rows.map(({ milliseconds, ...row }) => ({ ...row, milliseconds: milliseconds ?? 0 }));
  }

  /** From now on these count, each in place of what counted for its attempt: all of them, or none. */
  apply(gradings: readonly number[]): Promise<void> {
    return this.database.transaction(async (query) => {
      for (const id of gradings) {
        await query(
          'update hyperlab.grading set counts = false where counts and attempt = (select attempt from hyperlab.grading where id = $1)',
          [id],
        );
        await query('update hyperlab.grading set counts = true where id = $1', [id]);
      }
    });
  }

  // What a person should look at

  async remarks(): Promise<StoredRemark[]> {
    const rows = await this.database.query<{
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
  async replaceRemarks(remarks: readonly StoredRemark[]): Promise<void> {
    await this.database.transaction(async (query) => {
      await query('delete from hyperlab.remark');
      for (const { kind, student = null, source = null, message } of remarks) {
        await query('insert into hyperlab.remark (kind, student, source, message) values ($1, $2, $3, $4)', [
          ...[kind, student, source, message],
        ]);
      }
    });
  }
}

/** The same identity gives the same text. */
export function identityText({ suite, engine, seed, lecture, exercises }: GraderIdentity): string {
  return JSON.stringify({ suite, engine, seed, lecture, exercises });
}

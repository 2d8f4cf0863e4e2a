/** The class in its database: opens it, holds its settings, and gives the way to its students, attempts, gradings and remarks. */
import { randomBytes } from 'node:crypto';
import { Attempts } from './attempts.js';
import { DatabaseError, type Database } from './database.js';
import { Gradings } from './gradings.js';
import { Remarks } from './remarks.js';
import { prepareSchema } from './schema.js';
import { Students } from './students.js';
import type { ClassSettings } from './types.js';

export class ClassStore {
  readonly database: Database;
  /** Tells this class from others. */
  readonly id: string;
  readonly students: Students;
  readonly attempts: Attempts;
  readonly gradings: Gradings;
  readonly remarks: Remarks;

  private constructor(database: Database, id: string) {
    this.database = database;
    this.id = id;
    this.students = new Students(database);
    this.attempts = new Attempts(database);
    this.gradings = new Gradings(database);
    this.remarks = new Remarks(database);
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
}

/**
 * The queue of a class on a PostgreSQL server, pg-boss: it hands attempts to whoever works, on whichever machine. What was done stands in
 * the class's own tables, and not here: a queue that is lost is filled again.
 */
import { createHash } from 'node:crypto';
import PgBoss from 'pg-boss';
import { explainDatabaseError, identityText, type Database, type GraderIdentity } from '../database/index.js';
import { isAlive, type Presence } from './presence.js';

interface Job {
  readonly attempt: number;
}

export interface Taken {
  readonly attempt: number;
  /** To be called when what came of it was kept. */
  done(): Promise<void>;
}

export class GradingQueue {
  readonly #boss: PgBoss;
  readonly #name: string;
  readonly #database: Database;
  readonly #presence: Presence;

  private constructor(boss: PgBoss, name: string, database: Database, presence: Presence) {
    this.#boss = boss;
    this.#name = name;
    this.#database = database;
    this.#presence = presence;
  }

  /** A queue of its own for each identity: whoever would grade otherwise never gets a job of it. */
  static async open(
    url: string,
    database: Database,
    identity: GraderIdentity,
    presence: Presence,
  ): Promise<GradingQueue> {
    const boss = new PgBoss({
      connectionString: url,
      schema: 'hyperlab_queue',
      schedule: false,
      supervise: false,
      max: 2,
    });
    boss.on('error', () => undefined); // whoever asks for a job is told
    const name = `grade-${createHash('sha256').update(identityText(identity)).digest('hex').slice(0, 16)}`;
    const queue = new GradingQueue(boss, name, database, presence);
    await queue.#ask(async () => {
      await boss.start();
      await boss.createQueue(name, { name, policy: 'short' });
    });
    return queue;
  }

  /** Puts in what is not waiting there already, and what nobody alive is working on. */
  async fill(attempts: readonly number[]): Promise<void> {
    const busy = new Set(await this.#beingGraded());
    const jobs = attempts
      .filter((attempt) => !busy.has(attempt))
      .map((attempt) => ({
        name: this.#name,
        data: { attempt },
        singletonKey: String(attempt),
        retryLimit: 0,
      }));
    if (jobs.length > 0) {
      await this.#ask(() => this.#boss.insert(jobs));
    }
  }

  /** The next attempt that nobody alive is working on; undefined where none waits. */
  async take(): Promise<Taken | undefined> {
    for (;;) {
      this.#presence.require();
      const [job] = await this.#ask(() => this.#boss.fetch<Job>(this.#name));
      if (job === undefined) {
        return undefined;
      }
      const { attempt } = job.data;
      if (await this.#claim(attempt)) {
        return {
          attempt,
          done: async () => {
            await this.#database.query('delete from hyperlab.claim where attempt = $1 and worker = $2', [
              attempt,
              this.#presence.number,
            ]);
            await this.#ask(() => this.#boss.complete(this.#name, job.id));
          },
        };
      }
      // Somebody alive has it: this job is a second one for the same attempt.
      await this.#ask(() => this.#boss.complete(this.#name, job.id));
    }
  }

  async close(): Promise<void> {
    await this.#boss.stop({ graceful: false, close: true, wait: false }).catch(() => undefined);
  }

  /** Takes an attempt over from whoever had it and is dead. */
  async #claim(attempt: number): Promise<boolean> {
    const claimed = await this.#database.query(
      `insert into hyperlab.claim (attempt, worker) values ($1, $2)
       on conflict (attempt) do update set worker = $2 where not ${isAlive('claim.worker')} returning attempt`,
      [attempt, this.#presence.number],
    );
    return claimed.length > 0;
  }

  async #beingGraded(): Promise<number[]> {
    const rows = await this.#database.query<{ attempt: number }>(
      `select attempt from hyperlab.claim where ${isAlive('claim.worker')}`,
    );
    return rows.map(({ attempt }) => attempt);
  }

  async #ask<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      throw explainDatabaseError(error, this.#database.where);
    }
  }
}

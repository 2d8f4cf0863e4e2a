/**
 * Shows to the others that this process is alive, as long as it is: a lock in the server, held by a connection of its own. The server
 * lets it go the moment the process ends, however it ends.
 */
import { Client } from 'pg';
import { DatabaseError, explainDatabaseError, withoutPassword } from '../database/index.js';

/** The first half of our locks' numbers; the second is the process's. */
export const LOCKS = 0x68797065;
const COORDINATOR = 0;

export class Presence {
  /** No two processes ever have the same. */
  readonly number: number;
  readonly #client: Client;
  readonly #where: string;
  #lost: Error | undefined;

  private constructor(number: number, client: Client, where: string) {
    this.number = number;
    this.#client = client;
    this.#where = where;
  }

  static async begin(url: string): Promise<Presence> {
    const where = withoutPassword(url);
    const client = new Client({ connectionString: url, keepAlive: true });
    let presence: Presence | undefined;
    client.on('error', (error) => presence?.lose(error));
    client.on('end', () => presence?.lose(new Error('the connection ended')));
    try {
      await client.connect();
      const { rows } = await client.query<{ number: string }>("select nextval('hyperlab.process') as number");
      const number = Number(rows[0]!.number);
      await client.query('select pg_advisory_lock($1, $2)', [LOCKS, number]);
      return (presence = new Presence(number, client, where));
    } catch (error) {
      await client.end().catch(() => undefined);
      throw explainDatabaseError(error, where);
    }
  }

  /** There is one coordinator at a time. @throws DatabaseError where there is another one. */
  async coordinate(): Promise<void> {
    const { rows } = await this.#client.query<{ got: boolean }>(
      'select pg_try_advisory_lock($1, $2) as got',
      [LOCKS, COORDINATOR],
    );
    if (!rows[0]!.got) {
      throw new DatabaseError(`${this.#where}: another hyperlab class works on this class: wait for its end`);
    }
  }

  lose(error: Error): void {
    this.#lost ??= error;
  }

  /** @throws DatabaseError where the others take this process for dead. */
  require(): void {
    if (this.#lost !== undefined) {
      throw explainDatabaseError(this.#lost, this.#where);
    }
  }

  async end(): Promise<void> {
    await this.#client.end().catch(() => undefined);
  }
}

/** SQL that is true where the process of this number is alive. */
export const isAlive = (number: string): string =>
  `exists (select from pg_locks where locktype = 'advisory' and granted and classid = ${LOCKS} and objid = ${number}
     and database = (select oid from pg_database where datname = current_database()))`;

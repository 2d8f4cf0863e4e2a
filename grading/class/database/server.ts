/** A PostgreSQL server, by the address of `--database`. */
import { Pool, type PoolClient } from 'pg';
import { DatabaseError, explainDatabaseError, type Database, type Query } from './database.js';

/** Connections of one process: the lanes share them. */
const MOST_CONNECTIONS = 4;
const CONNECT_MILLISECONDS = 10_000;

/** @throws DatabaseError where it cannot be reached. */
export async function openServer(url: string): Promise<Database> {
  const where = withoutPassword(url);
  const pool = new Pool({
    connectionString: url,
    max: MOST_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MILLISECONDS,
    keepAlive: true,
  });
  // An idle connection that breaks is told here alone; whoever asks next is told as well.
  pool.on('error', () => undefined);
  const query = asking(pool, where);
  try {
    await query('select 1');
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    where,
    query,
    transaction: (work) => inTransaction(pool, where, work),
    close: () => pool.end(),
  };
}

function asking(to: Pool | PoolClient, where: string): Query {
  return async <Row extends object>(sql: string, values: readonly unknown[] = []) => {
    try {
      return (await to.query<Row>(sql, [...values])).rows;
    } catch (error) {
      throw explainDatabaseError(error, where);
    }
  };
}

async function inTransaction<T>(pool: Pool, where: string, work: (query: Query) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => {
    throw explainDatabaseError(error, where);
  });
  // Lost in the middle: the query that is under way tells it.
  client.on('error', () => undefined);
  const query = asking(client, where);
  let broken = true;
  try {
    await query('begin');
    const value = await work(query);
    await query('commit');
    broken = false;
    return value;
  } catch (error) {
    broken = await query('rollback').then(
      () => false,
      () => true,
    );
    throw error;
  } finally {
    client.removeAllListeners('error');
    client.release(broken);
  }
}

/** As it may stand in messages. @throws DatabaseError for what is no address of PostgreSQL. */
export function withoutPassword(url: string): string {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    // (Not told as it stands: there may be a password in it.)
    throw new DatabaseError(
      '--database: is no address of a database: write postgres://user:password@host/name, with %40 for an @ in the password, %2F for a / and the like',
    );
  }
  if (!/^postgres(ql)?:$/.test(parsed.protocol)) {
    throw new DatabaseError(
      `${parsed.protocol}//…: is no address of PostgreSQL: write postgres://user@host/name`,
    );
  }
  parsed.password = '';
  parsed.searchParams.delete('password');
  return parsed.toString();
}

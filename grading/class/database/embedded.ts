/** The embedded database, PGlite: PostgreSQL in this process, its files in the folder of the class. Nothing to install. */
import { PGlite } from '@electric-sql/pglite';
import { existsSync, mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { mayBeAlive, processMark } from '../../sandbox/index.js';
import { DatabaseError, explainDatabaseError, type Database, type Query } from './database.js';

/** The folder of the database in the folder of results. */
export const DATABASE_FOLDER = 'class-database';
const LOCK = 'used-by-';
const COMPLETE = 'complete';

/** @throws DatabaseError where another process uses it: two would destroy it. */
export async function openEmbedded(out: string): Promise<Database> {
  const folder = join(out, DATABASE_FOLDER);
  let unlock: (() => void) | undefined;
  try {
    mkdirSync(folder, { recursive: true });
    unlock = lock(folder);
    return await open(folder, unlock);
  } catch (error) {
    unlock?.();
    throw explainDatabaseError(error, folder);
  }
}

async function open(folder: string, unlock: () => void): Promise<Database> {
  const data = join(folder, 'data');
  const complete = join(folder, COMPLETE);
  if (!existsSync(complete)) {
    // A run was killed while the database was made: there is nothing in it yet.
    rmSync(data, { recursive: true, force: true });
  }
  // PostgreSQL's own lock is left when a run is killed, and PGlite never starts with one that was empty then. Ours has been taken.
  rmSync(join(data, 'postmaster.pid'), { force: true });
  const database = await start(data);
  writeFileSync(complete, '');
  const asked =
    (ask: (sql: string, values: unknown[]) => Promise<{ rows: unknown[] }>): Query =>
    async <Row extends object>(sql: string, values: readonly unknown[] = []) => {
      try {
        return (await ask(sql, [...values])).rows as Row[];
      } catch (error) {
        throw explainDatabaseError(error, folder);
      }
    };
  return {
    where: folder,
    query: asked((sql, values) => database.query(sql, values)),
    async transaction(work) {
      try {
        return await database.transaction((tx) => work(asked((sql, values) => tx.query(sql, values))));
      } catch (error) {
        throw explainDatabaseError(error, folder);
      }
    },
    async close() {
      try {
        await database.close();
      } catch (error) {
        throw explainDatabaseError(error, folder);
      } finally {
        unlock();
      }
    },
  };
}

/** What PostgreSQL writes ahead, one file of it (`wal_segment_size`): without room for that it may not start. */
const SEGMENT_BYTES = 16 * 2 ** 20;

async function start(data: string): Promise<PGlite> {
  try {
    return await PGlite.create(data);
  } catch (error) {
    // PGlite says no more than that it failed: the reason stays inside of it.
    const { bavail, bsize } = statfsSync(dirname(data));
    if (bavail * bsize < SEGMENT_BYTES) {
      throw new Error('No space left on device', { cause: error });
    }
    throw new DatabaseError(
      `${dirname(data)}: PostgreSQL cannot open its files there (${(error as Error).message}): put an earlier copy of this folder in its place, or grade into a new --out`,
    );
  }
}

/** PGlite does not look whether another process uses its files. Whoever comes second gives way. */
function lock(folder: string): () => void {
  const own = `${LOCK}${processMark()}`;
  const path = join(folder, own);
  writeFileSync(path, '');
  const unlock = (): void => rmSync(path, { force: true });
  for (const name of readdirSync(folder).filter((each) => each.startsWith(LOCK) && each !== own)) {
    const other = join(folder, name);
    if (mayBeAlive(name.slice(LOCK.length), other)) {
      unlock();
      throw new DatabaseError(
        `${folder}: another hyperlab works on this class: wait for its end (or remove ${name} there if it has surely ended)`,
      );
    }
    rmSync(other, { force: true });
  }
  return unlock;
}

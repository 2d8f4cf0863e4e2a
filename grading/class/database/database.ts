/** A PostgreSQL database as the class uses it: the embedded one, or a server's. Both speak the same SQL. */
import { UsersFault } from '../../users-fault.js';

export type Query = <Row extends object = object>(sql: string, values?: readonly unknown[]) => Promise<Row[]>;

export interface Database {
  /** In messages. */
  readonly where: string;
  readonly query: Query;
  /** All of what `work` asks for, or nothing of it. */
  transaction<T>(work: (query: Query) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** The database cannot be used, or not any more. What was recorded before stays recorded. */
export class DatabaseError extends UsersFault {}

/** Codes of PostgreSQL (appendix A): the connection, the resources, an operator's hand, and the system under the server. */
const GONE = /^(08|53|57P|58|XX)/;

/** ENOSPC, as WebAssembly's system interface numbers it: PGlite throws what its file system said, without any words. */
const WASI_NOSPC = 51;

/** What a query threw: a database that is gone, or a mistake of ours. */
export function explainDatabaseError(error: unknown, where: string): Error {
  const { code, message, errno } = error as { code?: unknown; message?: string; errno?: unknown };
  const isSqlState = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('E');
  if (error instanceof UsersFault || (isSqlState && !GONE.test(code))) {
    return error as Error;
  }
  const words = message || (typeof code === 'string' ? code : JSON.stringify(error));
  const why = (errno === WASI_NOSPC ? 'No space left on device' : words).replace(/\s+/g, ' ');
  const how =
    code === '53100' || /No space left|ENOSPC/.test(why)
      ? 'its disk is full: make room, and run the same command again'
      : 'run the same command again when it can be used';
  return new DatabaseError(
    `${where}: the database does not answer (${why}); what was recorded is not lost: ${how}`,
  );
}

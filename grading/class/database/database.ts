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

/** What the server refuses to this address, and how it is mended. */
const REFUSED: readonly (readonly [RegExp, string])[] = [
  [/^28/, 'give the right user and password in --database'],
  [/^3D000$/, 'create it on the server (createdb), or mend the name in --database'],
  [/^42501$/, 'let the owner of the database grant it, or give another user in --database'],
  [/^25006$/, 'give the server that may be written into, no copy of it'],
];

/** What a query threw: a database that is gone or refuses to work, or a mistake of ours. */
export function explainDatabaseError(error: unknown, where: string): Error {
  const { code, message, errno } = error as { code?: unknown; message?: string; errno?: unknown };
  const isSqlState = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('E');
  const refused = isSqlState ? REFUSED.find(([codes]) => codes.test(code)) : undefined;
  if (refused !== undefined) {
    return new DatabaseError(`${where}: the server refuses (${oneLine(message ?? '')}): ${refused[1]}`);
  }
  if (error instanceof UsersFault || (isSqlState && !GONE.test(code))) {
    return error as Error;
  }
  const words = message || (typeof code === 'string' ? code : JSON.stringify(error));
  const why = oneLine(errno === WASI_NOSPC ? 'No space left on device' : words);
  const how =
    code === '53100' || /No space left|ENOSPC/.test(why)
      ? 'its disk is full: make room, and run the same command again'
      : 'run the same command again when it can be used';
  return new DatabaseError(
    `${where}: the database does not answer (${why}); what was recorded is not lost: ${how}`,
  );
}

const oneLine = (words: string): string => words.replace(/\s+/g, ' ').trim();

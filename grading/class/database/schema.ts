/**
 * The tables of a class. The version stands in the database itself: an older hyperlab refuses what a newer one has changed, before it
 * reads anything else. JSON lies in `text`: nothing asks for what is inside, and a text is given back byte for byte.
 */
import { DatabaseError, type Database, type Query } from './database.js';

export const SCHEMA_VERSION = 1;

/** Another transaction that does the same at the same moment waits: a number of our own, for `pg_advisory_xact_lock`. */
const MAKING = 0x687970;

const tables = `
create schema hyperlab;
create table hyperlab.class (
  the_only boolean primary key default true check (the_only),
  version integer not null,
  class text not null,             -- tells it from others
  settings text not null           -- JSON: what the next run needs to know of the last one
);
create table hyperlab.student (
  key text primary key,            -- name of the folder
  name text not null,
  ids text not null,               -- JSON
  listed text,                     -- JSON: what the roster says
  current integer,                 -- the attempt that counts
  written text                     -- digest of what lies in the student's folder
);
create table hyperlab.attempt (
  id serial primary key,
  student text not null references hyperlab.student(key),
  number integer not null,         -- from 1, as they came
  ref text not null,               -- where it lay and what was in it: the same attempt is not taken twice
  source text not null,
  handed_in_at text,
  marked_late boolean not null,
  parts text not null,             -- JSON
  passed_over text not null,       -- JSON
  faults text,                     -- JSON: why it was refused
  failure text,                    -- why the grader failed on it
  unique (student, number),
  unique (student, ref)
);
create table hyperlab.part (
  sha256 text primary key,
  text text not null
);
create table hyperlab.grading (
  id serial primary key,
  attempt integer not null references hyperlab.attempt(id),
  grader text not null,            -- JSON: suite, engine, seed, lecture and exercises: what must be the same for the same bytes
  graded_at text not null,
  milliseconds integer not null,
  result text not null,            -- result.json
  notes text not null,             -- JSON: run.json
  summary text not null,           -- JSON: points and failed checks by exercise
  counts boolean not null,
  unique (attempt, grader)         -- nothing is graded twice into the record
);
create unique index one_grading_counts on hyperlab.grading (attempt) where counts;
create table hyperlab.remark (
  id serial primary key,
  kind text not null,
  student text,
  source text,
  message text not null
);
create sequence hyperlab.process as integer;
create table hyperlab.claim (
  attempt integer primary key references hyperlab.attempt(id),
  worker integer not null          -- alive as long as the lock of this number is held
);
`;

/** Added later, and nothing that was there before needs it: made where it is missing, and of no interest to an older hyperlab. */
const gradedPart = `
create table if not exists hyperlab.graded_part (
  grader text not null,            -- as of the grading
  exercise text not null,
  sha256 text not null,
  grading integer not null references hyperlab.grading(id),
  primary key (grader, exercise, sha256)   -- a part whose result holds for each copy of it
)`;

/**
 * Makes the tables where there are none. @throws DatabaseError where a newer hyperlab made them, where they are another program's, and
 * where not every letter can be kept.
 */
export async function prepareSchema(database: Database, newClass: { readonly class: string }): Promise<void> {
  await database.transaction(async (query) => {
    await requireUnicode(database.where, query);
    try {
      await makeTables(query, newClass, database.where);
    } catch (error) {
      throw foreign(error, database.where);
    }
  });
}

async function makeTables(query: Query, newClass: { readonly class: string }, where: string): Promise<void> {
  await query(`select pg_advisory_xact_lock(${MAKING})`);
  const [found] = await query<{ there: boolean }>(
    `select to_regclass('hyperlab.class') is not null as there`,
  );
  if (!found!.there) {
    for (const statement of tables.split(/;\n/).filter((each) => each.trim() !== '')) {
      await query(statement);
    }
    await query('insert into hyperlab.class (version, class, settings) values ($1, $2, $3)', [
      SCHEMA_VERSION,
      newClass.class,
      '{}',
    ]);
  } else {
    const [row] = await query<{ version: unknown }>('select version, class, settings from hyperlab.class');
    requireKnown(row?.version, where);
  }
  await query(gradedPart);
}

function requireKnown(version: unknown, where: string): void {
  if (typeof version !== 'number' || version < 1) {
    throw notOurs(where, 'its table "class" names no version');
  }
  if (version > SCHEMA_VERSION) {
    throw new DatabaseError(
      `${where}: the class was made by a newer hyperlab (version ${version} of its tables, and this one knows ${SCHEMA_VERSION}): use that one`,
    );
  }
}

/** Names and messages may hold any letter. */
async function requireUnicode(where: string, query: Query): Promise<void> {
  const [row] = await query<{ server_encoding: string }>('show server_encoding');
  if (row!.server_encoding !== 'UTF8') {
    throw new DatabaseError(
      `${where}: the database keeps its texts in ${row!.server_encoding}, which lacks letters: create one with "encoding UTF8"`,
    );
  }
}

/** Class 42 of PostgreSQL's codes: a table or a column is not there, or is there and should not be. */
function foreign(error: unknown, where: string): unknown {
  const { code, message } = error as { code?: unknown; message: string };
  return typeof code === 'string' && /^42/.test(code) ? notOurs(where, message) : error;
}

function notOurs(where: string, why: string): DatabaseError {
  return new DatabaseError(
    `${where}: the schema "hyperlab" there was not made by hyperlab (${why}): give a database of its own`,
  );
}

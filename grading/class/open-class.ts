/** Opens the folder of results and the database of a class, and joins what this run is told with what earlier runs were. */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DEFAULT_SEED } from '../default-seed.js';
import { InputError } from '../command-line/index.js';
import { graderDigest } from '../engine/index.js';
import { graderOptions, openLab, type Lab } from '../lab/index.js';
import { RecordsFolder } from '../records/index.js';
import {
  ClassStore,
  DATABASE_FOLDER,
  openEmbedded,
  openServer,
  type ClassSettings,
  type GraderIdentity,
} from './database/index.js';
import { Presence } from './queue/index.js';
import { CLASS_FILE, parseClass } from './record/index.js';

export interface ClassOptions {
  /** Of a PostgreSQL server; the embedded database without it. */
  readonly database?: string;
  readonly roster?: string;
  readonly notes?: string;
  readonly lecture?: string;
  readonly only?: readonly string[];
  readonly seed?: number;
}

export interface OpenClass {
  readonly out: string;
  readonly records: RecordsFolder;
  readonly store: ClassStore;
  readonly lab: Lab;
  readonly identity: GraderIdentity;
  /** As they hold from now on. */
  readonly settings: ClassSettings;
  /** The server, and that this process is the one that changes the class there; undefined for the embedded database. */
  readonly server?: { readonly url: string; readonly presence: Presence };
  close(): Promise<void>;
}

/**
 * Close it when done. `make` makes a new class where there is none. @throws InputError and its like for a folder that is
 * somebody else's.
 */
export async function openClass(out: string, options: ClassOptions, make: boolean): Promise<OpenClass> {
  const folder = resolve(out);
  const expected = requireClassFolder(folder, options.database, make);
  const records = openFolder(folder);
  const store = await openStore(folder, options.database);
  let presence: Presence | undefined;
  const close = async (): Promise<void> => {
    await presence?.end();
    await store.close();
  };
  try {
    requireSameClass(folder, store, expected, await store.settings());
    const { database: url } = options;
    presence = url === undefined ? undefined : await Presence.begin(url);
    await presence?.coordinate(); // before anything is changed: another one may be in the middle of its work
    const settings = joined(folder, options, await store.settings());
    const lab = openLab(settings.only ?? [], settings.lecture);
    const seed = options.seed ?? settings.seed ?? settings.grader?.seed ?? DEFAULT_SEED;
    const identity = identityOf(lab, seed);
    const server = url === undefined || presence === undefined ? undefined : { url, presence };
    return { out: folder, records, store, lab, identity, settings, close, ...(server && { server }) };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openStore(folder: string, url: string | undefined): Promise<ClassStore> {
  const database = await (url === undefined ? openEmbedded(folder) : openServer(url));
  try {
    return await ClassStore.open(database);
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** What decides the bytes of a result. */
export function identityOf(lab: Lab, seed: number): GraderIdentity {
  const { engine, lecture } = graderOptions(lab, seed, true);
  const exercises = lab.exercises.map(({ manifest }) => manifest.id);
  return { suite: graderDigest(lab.root), engine, seed, lecture, exercises };
}

/** The id of the class whose results lie there; undefined where none do. */
function requireClassFolder(folder: string, url: string | undefined, make: boolean): string | undefined {
  const embedded = existsSync(join(folder, DATABASE_FOLDER));
  const record = join(folder, CLASS_FILE);
  if (embedded && url !== undefined) {
    throw new InputError(`${folder}: this class is kept in ${DATABASE_FOLDER} there: leave --database out`);
  }
  if (!embedded && url === undefined && existsSync(record)) {
    throw new InputError(`${folder}: this class is kept on a database server: give --database as before`);
  }
  if (!embedded && !existsSync(record)) {
    if (!make) {
      throw new InputError(`${folder}: holds no class: give the folder of --out of hyperlab class`);
    }
    const found = existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.')) : [];
    if (found.length > 0) {
      throw new InputError(`${folder}: holds ${found[0]} and no class: give --out a new or an empty folder`);
    }
  }
  return existsSync(record) ? idIn(record) : undefined;
}

/** A damaged record is made anew; one of a newer hyperlab is refused. */
function idIn(record: string): string | undefined {
  const text = readFileSync(record, 'utf8');
  try {
    return parseClass(text, record).class;
  } catch (error) {
    if (/ is of version \d/.test((error as Error).message)) {
      throw error;
    }
    return undefined;
  }
}

function requireSameClass(
  folder: string,
  { id, database }: ClassStore,
  expected: string | undefined,
  { out }: ClassSettings,
): void {
  if (expected !== undefined && expected !== id) {
    throw new InputError(
      `${folder}: holds the results of another class than ${database.where}: give --out or --database of the same class`,
    );
  }
  if (expected === undefined && out !== undefined && out !== folder && existsSync(join(out, CLASS_FILE))) {
    throw new InputError(
      `${database.where}: holds the class whose results lie in ${out}: give that --out, or a database of its own`,
    );
  }
}

function openFolder(folder: string): RecordsFolder {
  try {
    mkdirWithParents(folder);
    return new RecordsFolder(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(
      `${folder}: the folder cannot be made or written into (${code}): give --out a folder that you may write`,
    );
  }
}

/** (Node's own `recursive` never returns where a file system refuses with ENOENT, as /proc does.) */
function mkdirWithParents(folder: string): void {
  if (existsSync(folder)) {
    return;
  }
  mkdirWithParents(resolve(folder, '..'));
  mkdirSync(folder);
}

/** What this run says, and else what the last one said. */
function joined(
  out: string,
  { roster, notes, lecture, only }: ClassOptions,
  before: ClassSettings,
): ClassSettings {
  return {
    ...before,
    out,
    ...(roster !== undefined && { roster: resolve(roster) }),
    ...(notes !== undefined && { notes: resolve(notes) }),
    ...(lecture !== undefined && { lecture: resolve(lecture) }),
    ...(only !== undefined && { only }),
  };
}

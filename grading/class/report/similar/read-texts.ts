/** What a class handed in, from its database: the records have digests alone. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ClassStore, DATABASE_FOLDER, openEmbedded, openServer } from '../../database/index.js';
import type { HandedText } from '../../../similarity/index.js';

/** Of each student the attempt that counts. */
export interface ClassTexts {
  /** Whose they are: the `class` of `class.json`. */
  readonly class: string;
  /** By exercise; students are named by their keys, in the order of these. */
  readonly handed: ReadonlyMap<string, readonly HandedText[]>;
}

/**
 * `database`: the URL of a server; without it the database is in the class's folder. Undefined where there is none.
 * @throws DatabaseError where it cannot be used
 */
export async function readClassTexts(folder: string, database?: string): Promise<ClassTexts | undefined> {
  if (database === undefined && !existsSync(join(folder, DATABASE_FOLDER))) {
    return undefined;
  }
  const opened = await (database === undefined ? openEmbedded(folder) : openServer(database));
  try {
    return await textsIn(await ClassStore.openExisting(opened));
  } finally {
    await opened.close();
  }
}

async function textsIn(store: ClassStore): Promise<ClassTexts> {
  const handed = new Map<string, HandedText[]>();
  for (const { key, current } of await store.students.list()) {
    if (current === undefined) {
      continue;
    }
    const attempt = await store.attempts.get(current);
    const texts = await store.attempts.partTexts(attempt);
    for (const { exercise, sha256 } of attempt.parts) {
      const all = handed.get(exercise) ?? [];
      all.push({ owner: key, text: texts.get(sha256)! });
      handed.set(exercise, all);
    }
  }
  return { class: store.id, handed };
}

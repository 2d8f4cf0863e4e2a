/** Takes in what a folder holds: reads each submission, and keeps it in the database with whose it is. */
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { ClassStore, NewAttempt, StoredRemark, StoredStudent } from '../database/index.js';
import type { Download, HandedIn } from '../downloads/index.js';
import type { RosterStudent } from '../../roster/index.js';
import { openFiles, openSubmission, SubmissionError, type LabFiles } from '../../submission/index.js';
import { whoIsWho } from './people.js';

export interface TakenIn {
  readonly students: number;
  readonly attempts: number;
}

/**
 * `onRead` is called after each submission that was read; `onStrangers`, before anything is kept, where nobody in the download ever handed
 * in to this class: it may throw. What the class knew before, and this download has not, stays.
 */
export async function takeIn(
  store: ClassStore,
  download: Download,
  roster: readonly RosterStudent[] | undefined,
  lab: LabFiles,
  onRead: (done: number, of: number) => void,
  onStrangers: () => void,
): Promise<TakenIn> {
  const known = await store.students.list();
  const { students, attempts, problems } = whoIsWho(download, roster, known);
  const isKnown = ({ key, current }: StoredStudent): boolean =>
    current !== undefined && attempts.get(key)?.length !== 0;
  if (known.some(({ current }) => current !== undefined) && !students.some(isKnown)) {
    onStrangers();
  }
  await store.students.save(students);
  if (roster !== undefined) {
    const here = new Set(students.map(({ key }) => key));
    await store.students.forget(known.map(({ key }) => key).filter((key) => !here.has(key)));
  }
  const remarks: StoredRemark[] = [...download.remarks, ...problems];
  let done = 0;
  for (const [student, handedIn] of attempts) {
    let current: number | undefined;
    for (const each of handedIn) {
      const { attempt, texts } = await readAttempt(student, each, lab);
      current = await store.attempts.add(attempt, texts);
      onRead(++done, download.handedIn.length);
    }
    if (current !== undefined) {
      await store.students.setCurrent(student, current);
    }
  }
  await store.remarks.replace(remarks);
  return { students: students.length, attempts: done };
}

/** One submission; what cannot be read is an attempt as well, with the reasons. */
async function readAttempt(
  student: string,
  { source, path, files, at, markedLate }: HandedIn,
  lab: LabFiles,
): Promise<{ attempt: NewAttempt; texts: ReadonlyMap<string, string> }> {
  const common = {
    student,
    source,
    markedLate: markedLate ?? false,
    ...(at === undefined ? {} : { handedInAt: at }),
  };
  try {
    const { parts, passedOver } = await (files === undefined
      ? openSubmission(path, lab)
      : openFiles(path, files, lab));
    const kept = [...parts].map(([exercise, { file, sha256 }]) => ({ exercise, file, sha256 }));
    const texts = new Map([...parts.values()].map(({ sha256, text }) => [sha256, text]));
    return { attempt: { ...common, ref: refOf(source, kept), parts: kept, passedOver }, texts };
  } catch (error) {
    if (!(error instanceof SubmissionError)) {
      throw error;
    }
    // The path on this machine says nothing to whoever reads the record.
    const faults = error.faults.map((fault) => fault.replace(`${path}: `, `${source}: `));
    return {
      attempt: { ...common, ref: refOf(source, faults), parts: [], passedOver: [], faults },
      texts: new Map(),
    };
  }
}

/** What makes an attempt this one: how it was called, wherever it lay, and what was in it. */
function refOf(source: string, content: unknown): string {
  const digest = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16);
  return `${posix.basename(source)} ${digest}`;
}

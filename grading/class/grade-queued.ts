/** The coordinator of a class on a server: fills the queue, grades along, and writes what workers have graded. */
import { setTimeout as sleep } from 'node:timers/promises';
import { allOrNone } from './all-or-none.js';
import type { ClassNotes } from './notes/index.js';
import type { OpenClass } from './open-class.js';
import { GradingQueue } from './queue/index.js';
import { Teller } from './teller.js';
import { workQueue } from './work-queue.js';
import { writeStudentOf } from './write-results.js';

const PAUSE_MILLISECONDS = 1000;

/** Ends when each of `todo` was graded or has failed, by whomever. With no lanes of its own it waits for workers. */
export async function gradeQueued(
  opened: OpenClass,
  { url, presence }: NonNullable<OpenClass['server']>,
  notes: ClassNotes,
  todo: readonly number[],
  lanes: number,
): Promise<void> {
  const { store, lab, identity } = opened;
  let queue: GradingQueue | undefined;
  const teller = new Teller(
    todo.length,
    Math.max(1, lanes),
    (await store.gradings.list()).map(({ milliseconds }) => milliseconds),
  );
  try {
    queue = await GradingQueue.open(url, store.database, identity, presence);
    await store.attempts.clearFailures(todo);
    const left = new Set(todo);
    const watch = async (): Promise<void> => {
      while (left.size > 0) {
        await queue!.fill([...left]); // what a dead worker had goes back
        for (const { attempt, failed, milliseconds } of await store.gradings.finished([...left], identity)) {
          await writeStudentOf(attempt, opened, notes);
          left.delete(attempt);
          teller.add(milliseconds, failed);
        }
        presence.require();
        await sleep(left.size > 0 ? PAUSE_MILLISECONDS : 0);
      }
    };
    const work = { store, queue, lab, identity, lanes, onOutcome: () => undefined };
    await allOrNone([
      watch(),
      ...(lanes === 0 ? [] : [workQueue({ ...work, mayEnd: () => Promise.resolve(left.size === 0) })]),
    ]);
  } finally {
    teller.end();
    await queue?.close();
  }
}

/** Grades what the queue gives, in this process: `hyperlab worker`, and the lanes of the coordinator. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Grader } from '../engine/index.js';
import { graderOptions, type Lab } from '../lab/index.js';
import type { ClassStore, GraderIdentity } from './database/index.js';
import { runLanes, type Outcome } from './grade/index.js';
import type { GradingQueue, Taken } from './queue/index.js';

/** Between two looks into an empty queue. */
const PAUSE_MILLISECONDS = 1000;

export interface QueueWork {
  readonly store: ClassStore;
  readonly queue: GradingQueue;
  readonly lab: Lab;
  readonly identity: GraderIdentity;
  readonly lanes: number;
  /** Asked where nothing waits in the queue. */
  readonly mayEnd: () => Promise<boolean>;
  readonly onOutcome: (outcome: Outcome) => void;
}

/** Ends when nothing waits and `mayEnd` says so. */
export async function workQueue({
  store,
  queue,
  lab,
  identity,
  lanes,
  mayEnd,
  onOutcome,
}: QueueWork): Promise<void> {
  const graders = await Grader.openLanes(graderOptions(lab, identity.seed, true), lanes);
  const taken = new Map<number, Taken>();
  const next = async (): Promise<number | undefined> => {
    for (;;) {
      const job = await queue.take();
      if (job !== undefined) {
        taken.set(job.attempt, job);
        return job.attempt;
      }
      if (await mayEnd()) {
        return undefined;
      }
      await sleep(PAUSE_MILLISECONDS);
    }
  };
  try {
    await runLanes({
      store,
      graders,
      exercises: lab.exercises,
      identity,
      next,
      onOutcome: async (outcome) => {
        await taken.get(outcome.attempt)?.done();
        taken.delete(outcome.attempt);
        onOutcome(outcome);
      },
    });
  } finally {
    await Promise.all(graders.map((grader) => grader.close()));
  }
}

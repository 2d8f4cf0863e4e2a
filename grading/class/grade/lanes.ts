/**
 * Grades attempts side by side. Each lane has a grader of its own and one attempt at a time: an endless loop holds up its own lane alone.
 * What one attempt comes to is kept before the lane takes the next, so that a run may be killed at any moment.
 */
import type { Grader } from '../../engine/index.js';
import type { Exercise } from '../../exercises/index.js';
import { isDiskFull } from '../../users-fault.js';
import { DatabaseError, type ClassStore, type GraderIdentity } from '../database/index.js';
import { gradeAttempt } from './grade-attempt.js';

export interface Outcome {
  readonly attempt: number;
  /** Why the grader failed on it, where it did. */
  readonly failure?: string;
  /** Parts that were not run, since copies of them had been. */
  readonly known: number;
  readonly milliseconds: number;
}

export interface LaneSetting {
  readonly store: ClassStore;
  readonly graders: readonly Grader[];
  readonly exercises: readonly Exercise[];
  readonly identity: GraderIdentity;
  /** The next attempt; undefined when there is no more. */
  readonly next: () => Promise<number | undefined>;
  /** Waited for before the lane goes on. What it throws ends the run. */
  readonly onOutcome: (outcome: Outcome) => Promise<void>;
}

/** Ends when there is no next attempt in any lane, or with the first error that is no attempt's own: a database that went away, or a disk that is full. */
export async function runLanes(setting: LaneSetting): Promise<void> {
  let stopped = false;
  const lanes = setting.graders.map(async (grader) => {
    try {
      for (;;) {
        const attempt = stopped ? undefined : await setting.next();
        if (attempt === undefined) {
          return;
        }
        await setting.onOutcome(await gradeOne(attempt, grader, setting));
      }
    } catch (error) {
      stopped = true;
      throw error;
    }
  });
  const ends = await Promise.allSettled(lanes);
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) {
    throw failed.reason;
  }
}

/** What goes wrong with one attempt is kept as its failure, and tried again in the next run. */
async function gradeOne(
  attempt: number,
  grader: Grader,
  { store, exercises, identity }: LaneSetting,
): Promise<Outcome> {
  const before = performance.now();
  const took = (): number => Math.round(performance.now() - before);
  try {
    const known = await gradeAttempt(attempt, grader, exercises, identity, store);
    return { attempt, known, milliseconds: took() };
  } catch (error) {
    if (error instanceof DatabaseError || isDiskFull(error)) {
      throw error;
    }
    const failure = error instanceof Error ? error.message : String(error);
    await store.attempts.recordFailure(attempt, failure);
    return { attempt, failure, known: 0, milliseconds: took() };
  }
}

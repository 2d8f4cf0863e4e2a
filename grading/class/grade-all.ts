/** Grades attempts side by side in this process, and tells how far it is. */
import { Grader } from '../engine/index.js';
import { graderOptions } from '../lab/index.js';
import { runLanes } from './grade/index.js';
import type { ClassNotes } from './notes/index.js';
import type { OpenClass } from './open-class.js';
import { Teller } from './teller.js';
import { writeStudentOf } from './write-results.js';

export async function gradeAll(
  opened: OpenClass,
  notes: ClassNotes,
  todo: readonly number[],
  jobs: number,
): Promise<void> {
  const { store, lab, identity } = opened;
  const lanes = Math.min(jobs, todo.length);
  const earlier = (await store.gradings.list()).map(({ milliseconds }) => milliseconds);
  const teller = new Teller(todo.length, lanes, earlier);
  const graders = await Grader.openLanes(graderOptions(lab, identity.seed, true), lanes);
  const rest = [...todo];
  try {
    await runLanes({
      store,
      graders,
      exercises: lab.exercises,
      identity,
      next: () => Promise.resolve(rest.shift()),
      onOutcome: async ({ attempt, failure, known, milliseconds }) => {
        await writeStudentOf(attempt, opened, notes);
        teller.add(milliseconds, failure !== undefined);
        teller.addKnown(known);
      },
    });
  } finally {
    teller.end();
    await Promise.all(graders.map((grader) => grader.close()));
  }
}

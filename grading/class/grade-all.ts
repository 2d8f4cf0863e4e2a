/** Grades attempts side by side in this process, and tells how far it is. */
import { createProgress } from '../command-line/index.js';
import { Grader } from '../engine/index.js';
import { graderOptions } from '../lab/index.js';
import { Forecast, inWords, runLanes } from './grade/index.js';
import type { ClassNotes } from './notes/index.js';
import type { OpenClass } from './open-class.js';
import { writeStudentOf } from './write-results.js';

/** In a pipe there is no line that changes: so often a line of its own is told. */
const TELL_MILLISECONDS = 30_000;

export async function gradeAll(
  opened: OpenClass,
  notes: ClassNotes,
  todo: readonly number[],
  jobs: number,
): Promise<void> {
  const { store, lab, identity } = opened;
  const lanes = Math.min(jobs, todo.length);
  const earlier = (await store.gradings()).map(({ milliseconds }) => milliseconds);
  const teller = new Teller(todo.length, new Forecast(lanes, earlier));
  const graders = await Grader.openLanes(graderOptions(lab, identity.seed, true), lanes);
  const rest = [...todo];
  try {
    await runLanes({
      store,
      graders,
      exercises: lab.exercises,
      identity,
      next: () => Promise.resolve(rest.shift()),
      onOutcome: async ({ attempt, failure, milliseconds }) => {
        await writeStudentOf(attempt, opened, notes);
        teller.add(milliseconds, failure !== undefined);
      },
    });
  } finally {
    teller.end();
    await Promise.all(graders.map((grader) => grader.close()));
  }
}

class Teller {
  readonly #count: number;
  readonly #forecast: Forecast;
  readonly #progress = createProgress(process.stderr);
  #done = 0;
  #failed = 0;
  #told = Date.now();

  constructor(count: number, forecast: Forecast) {
    this.#count = count;
    this.#forecast = forecast;
    const seconds = forecast.secondsFor(count);
    const wait = seconds === undefined ? 'how long it takes is told after the first ones' : inWords(seconds);
    process.stderr.write(`hyperlab: ${count} to grade: ${wait}\n`);
  }

  add(milliseconds: number, failed: boolean): void {
    this.#done += 1;
    this.#failed += failed ? 1 : 0;
    this.#forecast.add(milliseconds);
    const left = this.#count - this.#done;
    const wait = left === 0 ? '' : `, ${inWords(this.#forecast.secondsFor(left)!)} left`;
    const problems = this.#failed === 0 ? '' : `, ${this.#failed} failed`;
    const line = `graded ${this.#done} of ${this.#count}${problems}${wait}`;
    this.#progress.show(`${line} …`);
    if (!process.stderr.isTTY && Date.now() - this.#told >= TELL_MILLISECONDS) {
      this.#told = Date.now();
      process.stderr.write(`hyperlab: ${line}\n`);
    }
  }

  end(): void {
    this.#progress.clear();
  }
}

/** Tells how far the grading of a class is, and how long the rest takes. */
import { createProgress } from '../command-line/index.js';
import { Forecast, inWords } from './grade/index.js';

/** In a pipe there is no line that changes: so often a line of its own is told. */
const TELL_MILLISECONDS = 30_000;

export class Teller {
  readonly #count: number;
  readonly #forecast: Forecast;
  readonly #progress = createProgress(process.stderr);
  #done = 0;
  #failed = 0;
  #known = 0;
  #told = Date.now();

  /** `earlier`: milliseconds that attempts took in earlier runs. */
  constructor(count: number, lanes: number, earlier: readonly number[]) {
    this.#count = count;
    this.#forecast = new Forecast(lanes, earlier);
    const seconds = this.#forecast.secondsFor(count);
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

  /** Parts that were not run: copies of them had been graded. */
  addKnown(parts: number): void {
    this.#known += parts;
  }

  end(): void {
    this.#progress.clear();
    if (this.#known > 0) {
      process.stderr.write(
        `hyperlab: note: ${this.#known} parts are copies of parts that were graded before, and got the same results\n`,
      );
    }
  }
}

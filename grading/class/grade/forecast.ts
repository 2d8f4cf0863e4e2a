/** How long the rest takes, from how long the last ones took. */

/** So many outcomes decide: a class is not graded evenly, and what was true an hour ago need not be. */
const LOOKED_AT = 50;

export class Forecast {
  readonly #lanes: number;
  readonly #recent: number[];

  /** `earlier`: milliseconds of gradings from earlier runs, so that there is a forecast from the start. */
  constructor(lanes: number, earlier: readonly number[]) {
    this.#lanes = lanes;
    this.#recent = earlier.slice(-LOOKED_AT);
  }

  add(milliseconds: number): void {
    this.#recent.push(milliseconds);
    if (this.#recent.length > LOOKED_AT) {
      this.#recent.shift();
    }
  }

  /** Seconds until `count` more are done; undefined where nobody can say yet. */
  secondsFor(count: number): number | undefined {
    if (this.#recent.length === 0) {
      return undefined;
    }
    const mean = this.#recent.reduce((sum, each) => sum + each, 0) / this.#recent.length;
    return (mean * count) / Math.min(this.#lanes, Math.max(1, count)) / 1000;
  }
}

/** `about 20 s`, `about 4 min`, `about 2 h 10 min`. */
export function inWords(seconds: number): string {
  if (seconds < 90) {
    return `about ${Math.max(1, Math.round(seconds))} s`;
  }
  const minutes = Math.round(seconds / 60);
  const rest = minutes % 60 > 0 ? ` ${minutes % 60} min` : '';
  return minutes < 60 ? `about ${minutes} min` : `about ${Math.floor(minutes / 60)} h${rest}`;
}

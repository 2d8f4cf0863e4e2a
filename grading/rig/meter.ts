/**
 * Counts what a part does: the compiler puts a call of `tick` at the start of every loop turn and of every function.
 * The count, not a clock, decides what is endless, so a slow machine gives the same verdict as a fast one.
 */
export class MeterExhausted extends Error {}

export class Meter {
  #remaining: number;
  #stoppedAt: number | undefined;

  constructor(readonly budget: number) {
    this.#remaining = budget;
  }

  /** The line of the student's file at which the budget ran out; undefined while it has not. */
  get exhaustedAtLine(): number | undefined {
    return this.#stoppedAt;
  }

  /** Throws MeterExhausted once the budget is used up, and again at every later tick: catching it gains nothing. */
  readonly tick = (line: number): void => {
    if (--this.#remaining >= 0) {
      return;
    }
    this.#stoppedAt ??= line;
    throw new MeterExhausted('the budget of this call is used up');
  };

  /** Ends the count when a scenario is over: what the part left behind (promises) stops at its next tick. */
  close(): void {
    this.#remaining = 0;
    this.#stoppedAt ??= -1;
  }
}

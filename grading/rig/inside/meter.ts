/**
 * Counts what a part does: the compiler puts a call of `tick` at the start of every loop turn and of every function.
 * The count, not a clock, decides what is endless, so a slow machine gives the same verdict as a fast one.
 */
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

  /** How much of the budget was used. */
  get used(): number {
    return this.budget - Math.max(this.#remaining, 0);
  }

  /**
   * Throws once the budget is used up, and again at every later tick: catching it gains nothing. What is thrown is an error
   * of the language, frozen: the part can catch it, so it must be no object of ours.
   */
  readonly tick = (line: number): void => {
    if (--this.#remaining >= 0) {
      return;
    }
    this.#stoppedAt ??= Number.isSafeInteger(line) ? line : 0;
    const usedUp = new RangeError('the budget of this call is used up');
    Object.freeze(usedUp);
    throw usedUp;
  };

  /** Ends the count when a scenario is over: what the part left behind (promises) stops at its next tick. */
  close(): void {
    this.#remaining = 0;
    this.#stoppedAt ??= -1;
  }
}

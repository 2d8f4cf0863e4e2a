/** Errors that no check waits for: a promise that nobody holds, a timer that throws. They are ours, and void the run. */
export interface Strays {
  /** In words. */
  readonly found: readonly string[];
  release(): void;
}

export function guardAgainstStrays(): Strays {
  const found: string[] = [];
  const note = (error: unknown): void => {
    found.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  };
  process.on('uncaughtException', note);
  process.on('unhandledRejection', note);
  return {
    found,
    release() {
      process.off('uncaughtException', note);
      process.off('unhandledRejection', note);
    },
  };
}

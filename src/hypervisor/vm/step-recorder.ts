/** Whoever watches a VM step by step. The VMM calls it; observe/trace/trace.ts has the one that there is. */
export interface StepRecorder {
  /** The guest is about to execute an instruction. If it is interrupted first, it has entered its handler already. */
  begin(): void;
  /** That step is over. */
  end(): void;
  /** What was recorded, one line a step. */
  readonly lines: readonly string[];
}

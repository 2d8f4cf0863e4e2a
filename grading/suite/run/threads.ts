/**
 * The suite threads as the engine sees them: exercises are shared out among them. A thread that dies, or does not come back
 * from a run, is replaced; the run that was under way counts as broken, and those that waited are run by the next thread.
 */
import { cpus } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { SuiteRun } from './run-suites.js';
import type { SuiteJob, ThreadReply, ThreadRequest, ThreadSetting } from './thread-protocol.js';

/** A run that was promised to come: the rig of its submission is started ahead, on the thread that will run it. */
export interface Seat {
  run(job: Omit<SuiteJob, 'submission'>): Promise<SuiteRun>;
  /** Gives the promise back. */
  release(): void;
}

/**
 * What one run may take on the wall clock before its thread is given up: a backstop that no suite comes near. Each check
 * ends after two minutes, unless the suite itself computes.
 */
const RUN_MILLISECONDS = 20 * 60_000;
/** The most that a timer takes; for a part that is being debugged. */
const NO_END = 2 ** 31 - 1;

export class SuiteThreads {
  readonly #threads: SuiteThread[];

  /** `script` is the built `thread.ts`; no more than `most` threads are started, and no more than there are cores. */
  constructor(script: string, setting: ThreadSetting, most: number, runMilliseconds = RUN_MILLISECONDS) {
    const count = Math.max(1, Math.min(most, cpus().length));
    const limit = setting.sandbox.inline ? NO_END : runMilliseconds;
    this.#threads = Array.from({ length: count }, () => new SuiteThread(script, setting, limit));
  }

  /**
   * A seat for one exercise of `submission`, on the thread with the least to do; or, where its exercises shall run `together`, on
   * the thread that has the others: one rig then takes all of them.
   */
  reserve(submission: number, together = false): Seat {
    const home = together ? this.#threads.find((thread) => thread.serves(submission)) : undefined;
    const idlest = this.#threads.reduce((best, other) => (other.load < best.load ? other : best));
    return (home ?? idlest).reserve(submission);
  }

  /** Says that no more runs of `submission` will be asked for. */
  end(submission: number): void {
    this.#threads.forEach((thread) => thread.end(submission));
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }
}

class SuiteThread {
  readonly #script: string;
  readonly #setting: ThreadSetting;
  readonly #runMilliseconds: number;
  #worker: Worker | undefined;
  /** Jobs that were sent, in order, with what settles each. The first is under way. */
  readonly #waiting: { readonly job: SuiteJob; readonly settle: (run: SuiteRun) => void }[] = [];
  #timer: NodeJS.Timeout | undefined;
  #closed = false;
  /** Submissions that have a rig here. */
  readonly #announced = new Set<number>();
  /** Seats that are reserved or at work. */
  load = 0;

  constructor(script: string, setting: ThreadSetting, runMilliseconds: number) {
    this.#script = script;
    this.#setting = setting;
    this.#runMilliseconds = runMilliseconds;
    this.#start();
  }

  reserve(submission: number): Seat {
    this.load += 1;
    if (!this.#announced.has(submission)) {
      this.#announced.add(submission);
      this.#send({ kind: 'announce', submission });
    }
    let open = true;
    const leave = (): void => {
      this.load -= 1;
      open = false;
    };
    return {
      run: async (run) => {
        try {
          if (this.#closed) {
            throw new Error('the suite threads are closed');
          }
          return await new Promise<SuiteRun>((settle) => {
            const job = { submission, ...run };
            this.#waiting.push({ job, settle });
            this.#send({ kind: 'run', job });
            if (this.#waiting.length === 1) {
              this.#watch();
            }
          });
        } finally {
          leave();
        }
      },
      release: () => {
        if (open) {
          leave();
        }
      },
    };
  }

  /** Whether a seat was reserved here for `submission`, which has not ended. */
  serves(submission: number): boolean {
    return this.#announced.has(submission);
  }

  end(submission: number): void {
    if (this.#announced.delete(submission)) {
      this.#send({ kind: 'end', submission });
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    this.#worker = undefined;
    if (worker) {
      const gone = new Promise((resolve) => worker.once('exit', resolve));
      worker.postMessage({ kind: 'close' } satisfies ThreadRequest);
      await gone;
    }
  }

  #send(request: ThreadRequest): void {
    if (this.#closed) {
      return; // a thread started now would be one that nobody ends
    }
    (this.#worker ?? this.#start()).postMessage(request);
  }

  #start(): Worker {
    const worker = new Worker(this.#script, { workerData: this.#setting });
    this.#worker = worker;
    worker.on('message', (run: ThreadReply) => {
      if (this.#worker === worker) {
        this.#waiting.shift()?.settle(run);
        this.#watch();
      }
    });
    // An error can overtake the answers that were sent before it; the end of the thread comes after all of them.
    let reason = 'the suite thread ended';
    worker.on('error', (error) => (reason = error.message));
    worker.on('exit', () => this.#lost(worker, reason));
    return worker;
  }

  /** Gives the thread up when the run that is under way now does not come to an end. */
  #watch(): void {
    clearTimeout(this.#timer);
    const worker = this.#worker;
    if (this.#waiting.length === 0 || worker === undefined) {
      return;
    }
    this.#timer = setTimeout(() => {
      this.#lost(worker, `the suites did not come to an end within ${this.#runMilliseconds / 1000} s`);
      void worker.terminate();
    }, this.#runMilliseconds);
    this.#timer.unref();
  }

  /** Fail closed: of the run that was under way nothing counts. The runs that waited have nothing to do with it. */
  #lost(worker: Worker, reason: string): void {
    if (this.#worker !== worker) {
      return;
    }
    this.#worker = undefined;
    const [first, ...others] = this.#waiting;
    if (first !== undefined) {
      this.#waiting.shift();
      const broken = first.job.suites.map((suite) => ({ suite, reason }));
      first.settle({ records: [], verdicts: [], broken, repeatable: false });
    }
    for (const { job } of others) {
      this.#send({ kind: 'run', job });
    }
    this.#watch();
  }
}

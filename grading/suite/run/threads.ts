/** The suite threads as the engine sees them: exercises are shared out among them, and a thread that dies is replaced. */
import { cpus } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { SuiteRun } from './run-suites.js';
import type { SuiteJob, ThreadReply, ThreadRequest, ThreadSetting } from './thread-protocol.js';

/** A run that was promised to come: its rig is started ahead, on the thread that will run it. */
export interface Seat {
  run(job: SuiteJob): Promise<SuiteRun>;
  /** Gives the promise back. */
  release(): void;
}

export class SuiteThreads {
  readonly #threads: SuiteThread[];

  /** `script` is the built `thread.ts`; no more than `most` threads are started, and no more than there are cores. */
  constructor(script: string, setting: ThreadSetting, most: number) {
    const count = Math.max(1, Math.min(most, cpus().length));
    this.#threads = Array.from({ length: count }, () => new SuiteThread(script, setting));
  }

  /** A seat on the thread with the least to do. */
  reserve(exercise: string): Seat {
    const thread = this.#threads.reduce((best, other) => (other.load < best.load ? other : best));
    return thread.reserve(exercise);
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }
}

class SuiteThread {
  readonly #script: string;
  readonly #setting: ThreadSetting;
  #worker: Worker | undefined;
  /** Jobs that were sent, in order, with what settles each. */
  readonly #waiting: { readonly job: SuiteJob; readonly settle: (run: SuiteRun) => void }[] = [];
  /** Seats that are reserved or at work. */
  load = 0;

  constructor(script: string, setting: ThreadSetting) {
    this.#script = script;
    this.#setting = setting;
    this.#start();
  }

  reserve(exercise: string): Seat {
    this.load += 1;
    this.#send({ kind: 'announce', exercise });
    let open = true;
    const leave = (): void => {
      this.load -= 1;
      open = false;
    };
    return {
      run: async (job) => {
        try {
          // A part that does not compile needs no rig.
          if (!job.session.part.ok) {
            this.#send({ kind: 'forget', exercise });
          }
          return await new Promise<SuiteRun>((settle) => {
            this.#waiting.push({ job, settle });
            this.#send({ kind: 'run', job });
          });
        } finally {
          leave();
        }
      },
      release: () => {
        if (open) {
          this.#send({ kind: 'forget', exercise });
          leave();
        }
      },
    };
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    if (worker) {
      const gone = new Promise((resolve) => worker.once('exit', resolve));
      worker.postMessage({ kind: 'close' } satisfies ThreadRequest);
      await gone;
    }
  }

  #send(request: ThreadRequest): void {
    (this.#worker ?? this.#start()).postMessage(request);
  }

  #start(): Worker {
    const worker = new Worker(this.#script, { workerData: this.#setting });
    this.#worker = worker;
    worker.on('message', (run: ThreadReply) => this.#waiting.shift()?.settle(run));
    worker.on('error', (error) => this.#lost(worker, error.message));
    worker.on('exit', () => this.#lost(worker, 'the suite thread ended'));
    return worker;
  }

  /** Fail closed: of a run that was under way nothing counts. */
  #lost(worker: Worker, reason: string): void {
    if (this.#worker !== worker) {
      return;
    }
    this.#worker = undefined;
    for (const { job, settle } of this.#waiting.splice(0)) {
      settle({ records: [], verdicts: [], broken: job.suites.map((suite) => ({ suite, reason })) });
    }
  }
}

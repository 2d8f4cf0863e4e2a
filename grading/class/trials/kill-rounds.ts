/**
 * Kills a class again and again while it is graded, at moments that a seed chooses: the coordinator, a worker, both, or the database
 * server. In each round one student hands in again, so that there is always something to lose. After each round nothing that was recorded
 * is gone; every so often a run goes on to its end, and then each student's last work is graded, and none of it twice.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { labRoot } from '../../lab-root.js';
import { Random } from '../../random.js';
import type { TestServer } from '../database/index.js';
import { readClass } from '../record/index.js';
import { KilledRun } from './killed-run.js';
import { Kept, requireNothingLeft, requireWhole } from './nothing-lost.js';

export interface KillOptions {
  readonly rounds: number;
  readonly seed: number;
  /** An empty folder. */
  readonly folder: string;
  /** Then there is a worker as well, and the server is killed too. */
  readonly server?: TestServer;
  readonly students?: number;
  /** After so many rounds a run goes on to its end. */
  readonly wholeEvery?: number;
  readonly say?: (line: string) => void;
}

const EXERCISE = '01-bursty-tenants'; // the cheapest one
const PART = `${EXERCISE}/capacity.ts`;
const WHOLE_EVERY = 20;
/** The share of copies: a round with one takes half the time. */
const COPIES = 0.6;

/** Throws where something was lost, or is there twice. */
export async function killRounds(options: KillOptions): Promise<void> {
  const trial = await Trial.begin(options);
  try {
    for (let round = 1; round <= options.rounds; round++) {
      await trial.round(round);
      if (round % (options.wholeEvery ?? WHOLE_EVERY) === 0) {
        await trial.goOn();
      }
    }
    await trial.end();
  } finally {
    await trial.close();
  }
}

type Victim = 'coordinator' | 'worker' | 'server';

class Trial {
  readonly #options: KillOptions;
  readonly #url: string | undefined;
  readonly #names: readonly string[];
  readonly #reference = readFileSync(join(labRoot(), 'solutions', PART), 'utf8');
  readonly #random: Random;
  readonly #kept: Kept;
  /** Milliseconds of a run that grades one attempt. */
  #usual = 0;
  #worker: KilledRun | undefined;

  private constructor(options: KillOptions, url: string | undefined) {
    this.#options = options;
    this.#url = url;
    this.#names = Array.from({ length: options.students ?? 3 }, (_, index) => `student-${index + 1}`);
    this.#random = new Random(options.seed);
    this.#kept = new Kept(this.#path('out'), url);
  }

  static async begin(options: KillOptions): Promise<Trial> {
    const trial = new Trial(options, await options.server?.newDatabase());
    mkdirSync(trial.#path('tmp'));
    trial.#names.forEach((name) => trial.#handIn(name, 0));
    await trial.#coordinator().endsWell(); // the database is made now; it is killed later
    trial.#handIn(trial.#names[0]!, 0.5);
    const before = performance.now();
    await trial.#coordinator().endsWell();
    trial.#usual = performance.now() - before;
    return trial;
  }

  async round(round: number): Promise<void> {
    const [name, other] = [round, round + 1].map((turn) => this.#names[turn % this.#names.length]!);
    this.#handIn(name!, round, this.#random.share() < COPIES ? other : name);
    const coordinator = this.#coordinator();
    if (this.#url !== undefined) {
      this.#worker ??= this.#run(['worker', '--jobs', '1']);
    }
    const victims = this.#victims();
    // Some runs end a little before: a kill may come at any time of them.
    await sleep(this.#random.share() * this.#usual * 1.1);
    await this.#kill(victims, coordinator);
    this.#options.say?.(`round ${round}: killed the ${victims.join(' and the ')}`);
    await this.#kept.requireAll();
  }

  /** A run that nobody kills. */
  async goOn(): Promise<void> {
    const before = performance.now();
    await this.#coordinator().endsWell();
    this.#usual = (this.#usual + performance.now() - before) / 2; // the machine may be busier than at the beginning
    for (const student of readClass(this.#path('out')).students) {
      requireWhole(student, readFileSync(join(this.#path('class'), student.key, PART)), this.#path('out'));
    }
    await this.#kept.requireAll();
  }

  async end(): Promise<void> {
    await this.#worker?.kill();
    this.#worker = undefined;
    await this.goOn();
    requireNothingLeft(this.#path('tmp'));
  }

  async close(): Promise<void> {
    await this.#worker?.kill();
  }

  #victims(): Victim[] {
    const which = this.#random.share();
    if (this.#url === undefined || which < 0.4) {
      return ['coordinator'];
    }
    return which < 0.65 ? ['worker'] : which < 0.9 ? ['coordinator', 'worker'] : ['server'];
  }

  async #kill(victims: readonly Victim[], coordinator: KilledRun): Promise<void> {
    const { server } = this.#options;
    const worker = this.#worker;
    if (victims.includes('server')) {
      await server!.crash();
      // Whoever had ended already ended well; all others notice, and say so in a line.
      await Promise.all([coordinator.endsWithoutDatabase(), worker!.endsWithoutDatabase()]);
      await server!.restart();
      this.#worker = undefined;
      return;
    }
    await Promise.all([
      ...(victims.includes('coordinator') ? [coordinator.kill()] : []),
      ...(victims.includes('worker') ? [worker!.kill()] : []),
    ]);
    if (victims.includes('worker')) {
      this.#worker = undefined;
    }
    if (!victims.includes('coordinator')) {
      await coordinator.endsWell(); // a dead worker must not hold it up
    }
  }

  #coordinator(): KilledRun {
    return this.#run([
      'class',
      this.#path('class'),
      '--out',
      this.#path('out'),
      '--only',
      '01',
      '--jobs',
      '1',
    ]);
  }

  #run(args: readonly string[]): KilledRun {
    const database = this.#url === undefined ? [] : ['--database', this.#url];
    return new KilledRun([join(labRoot(), 'dist/hyperlab.js'), ...args, ...database], this.#path('tmp'));
  }

  /**
   * Work of their own, or a copy of another student's own: nothing is run for a copy, and then most kills hit what is written. (A copy
   * of a copy may be what they had handed in themselves, which would be no new attempt.)
   */
  #handIn(name: string, round: number, copyOf = name): void {
    const fileOf = (student: string): string => join(this.#path('class'), student, PART);
    mkdirSync(join(fileOf(name), '..'), { recursive: true });
    const copied = copyOf === name ? '' : readFileSync(fileOf(copyOf), 'utf8');
    const own = `${this.#reference}// ${name}, round ${round}\n`;
    writeFileSync(fileOf(name), copied.includes(`// ${copyOf}, `) ? copied : own);
  }

  #path(name: 'class' | 'out' | 'tmp'): string {
    return join(this.#options.folder, name);
  }
}

/**
 * Kills a class again and again while it is graded: the coordinator, a worker, or both, at moments that a seed chooses. In each round one
 * student hands in again, so that there is always something to lose. At the end nothing is lost, and nothing was graded twice.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { labRoot } from '../../lab-root.js';
import { parseResult } from '../../result/index.js';
import { readClass, type ClassStudent } from '../record/index.js';

export interface KillOptions {
  readonly rounds: number;
  readonly seed: number;
  /** An empty folder. */
  readonly folder: string;
  /** Of a server: then there is a worker as well. */
  readonly url?: string;
  readonly students?: number;
  readonly say?: (line: string) => void;
}

const EXERCISE = '01-bursty-tenants';
const PART = `${EXERCISE}/capacity.ts`;

/** Throws where something was lost, or is there twice. */
export async function killRounds({
  rounds,
  seed,
  folder,
  url,
  students = 4,
  say = () => undefined,
}: KillOptions): Promise<void> {
  const [handedIn, out] = [join(folder, 'class'), join(folder, 'out')];
  const names = Array.from({ length: students }, (_, index) => `student-${index + 1}`);
  const reference = readFileSync(join(labRoot(), 'solutions', PART), 'utf8');
  const handIn = (name: string, round: number): void => {
    mkdirSync(join(handedIn, name, EXERCISE), { recursive: true });
    writeFileSync(join(handedIn, name, PART), `${reference}// ${name}, round ${round}\n`);
  };
  names.forEach((name) => handIn(name, 0));
  const program = join(labRoot(), 'dist/hyperlab.js');
  const database = url === undefined ? [] : ['--database', url];
  const coordinator = (): Run =>
    new Run([program, 'class', handedIn, '--out', out, '--only', '01', '--jobs', '1', ...database]);
  const worker = (): Run => new Run([program, 'worker', '--jobs', '1', ...database]);

  const before = performance.now();
  await coordinator().endsWell();
  const usual = performance.now() - before;
  const random = randomFrom(seed);
  for (let round = 1; round <= rounds; round++) {
    handIn(names[round % students]!, round);
    const runs = url === undefined ? [coordinator()] : [coordinator(), worker()];
    await sleep(random() * usual);
    const victims = runs.filter(() => runs.length === 1 || random() < 0.7);
    await Promise.all(victims.map((run) => run.kill()));
    say(`round ${round}: killed ${victims.length} of ${runs.length}`);
    const [leader, helper] = runs;
    if (!victims.includes(leader!)) {
      await leader!.endsWell(); // a dead worker must not hold it up
    }
    await helper?.kill();
  }
  await coordinator().endsWell();
  for (const student of readClass(out).students) {
    requireWhole(student, readFileSync(join(handedIn, student.key, PART)), out);
  }
}

function requireWhole(
  { key, attempts, current, state, score }: ClassStudent,
  handedIn: Buffer,
  out: string,
): void {
  const claim = (holds: boolean, what: string): void => {
    if (!holds) {
      throw new Error(`${key}: ${what}: ${JSON.stringify({ current, state, score, attempts }, null, 1)}`);
    }
  };
  claim(state === 'graded', 'its last attempt was not graded');
  claim(
    attempts.every(({ number }, index) => number === index + 1),
    'attempts are not numbered as they came',
  );
  claim(
    attempts.every(({ gradings }) => gradings.length <= 1),
    'an attempt was graded twice',
  );
  const result = parseResult(readFileSync(join(out, key, 'result.json'), 'utf8'));
  claim(result.score === result.maxScore && result.score === score, 'its result is not that of right work');
  const sha256 = createHash('sha256').update(handedIn).digest('hex');
  claim(result.exercises[0]!.part?.sha256 === sha256, 'its result is of other work than was handed in last');
  claim(current === attempts.length, 'another attempt counts than the last one');
}

class Run {
  readonly #process: ChildProcess;
  readonly #ended: Promise<{ status: number | null; said: string }>;

  constructor(args: readonly string[]) {
    this.#process = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    }
    this.#ended = new Promise((resolve) =>
      this.#process.once('close', (status) => resolve({ status, said })),
    );
  }

  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#ended;
  }

  async endsWell(): Promise<void> {
    const { status, said } = await this.#ended;
    if (status !== 0) {
      throw new Error(`a run that nobody killed ended with ${status}: ${said}`);
    }
  }
}

/** Numbers from 0 to 1 (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What if a suite thread dies, or never comes back? Only the run that was under way is lost. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Workspace } from '../../sandbox/index.js';
import type { SuiteRun } from './run-suites.js';
import type { SuiteJob, ThreadSetting } from './thread-protocol.js';
import { SuiteThreads } from './threads.js';

/** A thread that runs no suite, but does what the name of the exercise says. */
const THREAD = `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ kind, job }) => {
  if (kind === 'close') process.exit();
  if (kind !== 'run') return;
  switch (job.session.exercise) {
    case 'loops': for (;;);
    case 'dies': return process.exit(1);
    case 'tells its thread': {
      const broken = [{ suite: '', reason: String(require('node:worker_threads').threadId) }];
      return parentPort.postMessage({ records: [], verdicts: [], broken });
    }
    case 'throws': throw new Error('a mistake of ours');
    default: parentPort.postMessage({ records: [], verdicts: [], broken: [] });
  }
});`;

const workspace = new Workspace();
const script = workspace.path('thread.js');
const setting: ThreadSetting = {
  root: '',
  folder: '',
  sandbox: { kind: 'process limits only', asNobody: false },
  launcher: false,
};
writeFileSync(script, THREAD);
afterAll(() => workspace.remove());

const job = (exercise: string): Omit<SuiteJob, 'submission'> => ({
  session: { exercise, seed: 1, checks: {}, part: { ok: false, file: join(exercise, 'a.ts'), errors: [] } },
  suites: [`${exercise}.js`],
});

/** Runs one exercise after another on one thread, all of them asked for at once; gives the reasons of those that broke. */
async function reasons(milliseconds: number, ...exercises: string[]): Promise<(string | undefined)[]> {
  const threads = new SuiteThreads(script, setting, 1, milliseconds);
  const runs: SuiteRun[] = await Promise.all(
    exercises.map((exercise) => threads.reserve(1).run(job(exercise))),
  );
  await threads.close();
  return runs.map(({ broken }) => broken[0]?.reason);
}

test.each([
  ['dies', 'the suite thread ended'],
  ['throws', 'a mistake of ours'],
])('a run that %s is broken; those before and after it are not', async (fate, reason) => {
  expect(await reasons(60_000, 'fine', fate, 'fine', fate, 'fine')).toEqual([
    undefined,
    reason,
    undefined,
    reason,
    undefined,
  ]);
});

test('a run that never ends is broken; those before and after it are not', async () => {
  expect(await reasons(4000, 'fine', 'loops', 'fine')).toEqual([
    undefined,
    'the suites did not come to an end within 4 s',
    undefined,
  ]);
});

test('exercises of a submission that run together have one thread, others share the threads out', async () => {
  const threads = new SuiteThreads(script, setting, 2);
  const places = (submissions: number[], together: boolean): Promise<SuiteRun[]> =>
    Promise.all(submissions.map((one) => threads.reserve(one, together).run(job('tells its thread'))));
  const threadsOf = async (...asked: Parameters<typeof places>) =>
    (await places(...asked)).map(({ broken: [told] }) => told?.reason);
  const [first, second, third, fourth] = await threadsOf([1, 1, 2, 1], true);
  expect([second, fourth]).toEqual([first, first]);
  expect(third).not.toBe(first);
  [1, 2].forEach((submission) => threads.end(submission));
  const apart = await threadsOf([3, 3], false);
  expect(new Set(apart).size).toBe(2);
  await threads.close();
});

test('after the end nothing is run, and no thread is started that nobody ends', async () => {
  const threads = new SuiteThreads(script, setting, 1);
  const seat = threads.reserve(1);
  await threads.close();
  await expect(seat.run(job('fine'))).rejects.toThrow('the suite threads are closed');
  threads.reserve(1).release();
  expect(process.getActiveResourcesInfo().filter((name) => name === 'MessagePort')).toEqual([]);
});

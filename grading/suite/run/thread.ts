/**
 * A suite thread: Jest's core and the lab's layers, loaded once, and rigs started ahead. It runs one exercise of one
 * submission at a time. Only suites and code of the lab run here; a part never does.
 */
import { expect } from 'expect';
import { join } from 'node:path';
import { parentPort, threadId, workerData } from 'node:worker_threads';
import { RigClient, RIGS_SCRIPT, RigStock, startRig } from '../../rig/index.js';
import { Launcher } from '../../sandbox/index.js';
import { Truths, claim } from '../index.js';
import { SuiteLoader } from './load-suite.js';
import { runSuites, type SuiteRun } from './run-suites.js';
import type { SuiteJob, ThreadReply, ThreadRequest, ThreadSetting } from './thread-protocol.js';

/** Rigs in one thread: that of the submission at work, and one that boots for the next. Each takes about 60 MB. */
const MOST_RIGS = 2;

const { root, folder, sandbox, launcher: wanted } = workerData as ThreadSetting;
const launch = wanted
  ? new Launcher(join(root, 'dist/launcher.js'), join(folder, `launcher-${threadId}`)).launch
  : undefined;
const stock = new RigStock(() => startRig(join(folder, RIGS_SCRIPT), sandbox, launch), MOST_RIGS);
const loader = new SuiteLoader(folder, root);
const truths = new Truths(loader.layers);
// As under plain Jest, which shows of a difference only the lines around it.
expect.setState({ expand: false });
Object.assign(globalThis, { claim, expect });

let turn: Promise<void> = Promise.resolve();
parentPort!.on('message', (request: ThreadRequest) => {
  switch (request.kind) {
    case 'announce':
      stock.announce(request.submission);
      break;
    case 'end':
      stock.end(request.submission);
      break;
    case 'run':
      turn = turn.then(async () =>
        parentPort!.postMessage((await runJob(request.job)) satisfies ThreadReply),
      );
      break;
    case 'close':
      stock.close();
      process.exit(); // ends this thread, not the process
      break;
  }
});

async function runJob({ submission, session, suites }: SuiteJob): Promise<SuiteRun> {
  const { exercise, part } = session;
  // A part that does not compile is never loaded; its checks only say so.
  const { script, exportName } = part.ok ? part : { script: '', exportName: '' };
  const rig = new RigClient(() => stock.take(submission), { rig: exercise, script, exportName });
  try {
    return await runSuites(
      session,
      suites.map((name) => loader.load(name)),
      rig,
      truths,
      sandbox.inline,
    );
  } finally {
    rig.leave();
  }
}

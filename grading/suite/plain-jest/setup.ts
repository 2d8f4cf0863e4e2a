/** Runs before each suite file under plain Jest (`npx jest exercises/08`): puts `check` and `claim` where the file finds them. */
import { basename, dirname } from 'node:path';
import * as assembler from '../../../src/assembler/index.js';
import * as hypervisor from '../../../src/hypervisor/index.js';
import * as machine from '../../../src/machine/index.js';
import { RigClient, startRig } from '../../rig/index.js';
import { claim, createCheck, Truths } from '../index.js';
import { readSession, SESSION_VARIABLE } from './jest-session.js';

const exercise = basename(dirname(expect.getState().testPath ?? ''));
const sessionFile = process.env[SESSION_VARIABLE];
if (sessionFile === undefined) {
  throw new Error('suites run in a grading session: see grading/engine/session-setup.ts');
}
const { sandbox, rigs, exercises } = readSession(sessionFile);
const session = exercises.find((each) => each.exercise === exercise);
if (session === undefined) {
  throw new Error(`there is no part of ${exercise} to check`);
}

const { script, exportName } = session.part.ok ? session.part : { script: '', exportName: '' };
const rig = new RigClient(() => startRig(rigs, sandbox), { rig: exercise, script, exportName });
afterAll(() => rig.close());
const tools = {
  rig,
  truths: new Truths({ assembler, hypervisor, machine }),
  test: (title: string, body: () => void | Promise<void>, milliseconds?: number) =>
    asCalledBy(ownCheck, () => test(title, body as () => Promise<void>, milliseconds)),
  write: () => undefined, // Jest's own report is all that is wanted here
  print: (text: string) => console.log(text),
  hintOf: (id: string) => session.hints[id],
};
const ownCheck = createCheck(session, tools);
Object.assign(globalThis, { check: ownCheck, claim });

/**
 * Jest takes the place where `test` is called for the place of the test. Here that is a line of the grader's, the same for all checks, and
 * an editor shows tests that stand on one line as one. So the stack that Jest looks at begins with whoever called `caller`.
 */
function asCalledBy(caller: (...args: never[]) => unknown, act: () => void): void {
  const original = Error.captureStackTrace; // eslint-disable-line @typescript-eslint/unbound-method -- needs no `this`
  Error.captureStackTrace = (error) => original(error, caller);
  try {
    act();
  } finally {
    Error.captureStackTrace = original;
  }
}

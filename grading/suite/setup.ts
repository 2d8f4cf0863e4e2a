/** Runs before each suite file, inside Jest: puts `check` and `claim` where the file finds them. */
import { basename, dirname } from 'node:path';
import { createCheck } from './check.js';
import { claim } from './claim.js';
import { readSession, SESSION_VARIABLE } from './session.js';

const exercise = basename(dirname(expect.getState().testPath ?? ''));
const sessionFile = process.env[SESSION_VARIABLE];
if (sessionFile === undefined) {
  throw new Error('suites run in a grading session: see grading/suite/global-setup.ts');
}

Object.assign(globalThis, { check: createCheck(readSession(sessionFile), exercise), claim });

/** Runs suites with Jest, in this process, and gives back what Jest says of each test. */
import { runCLI } from 'jest';
import { suiteSettings } from '../suite/jest-settings.js';
import { SESSION_VARIABLE } from '../suite/session.js';

/** One test as Jest saw it. */
export interface JestVerdict {
  readonly suite: string;
  readonly title: string;
  readonly status: 'passed' | 'failed' | 'skipped';
}

export interface SuiteRun {
  readonly verdicts: readonly JestVerdict[];
  /** Suites that could not be run at all, with Jest's reason. Always our fault. */
  readonly broken: readonly { readonly suite: string; readonly reason: string }[];
}

/** Runs the suite files one after another in the session of `sessionFile`. */
export async function runSuites(
  root: string,
  suites: readonly string[],
  sessionFile: string,
): Promise<SuiteRun> {
  process.env[SESSION_VARIABLE] = sessionFile;
  const argv = {
    _: [...suites],
    $0: 'hyperlab',
    config: JSON.stringify(suiteSettings(root)),
    reporters: [], // the records and the verdicts are all that is wanted; the terminal belongs to the command
    runTestsByPath: true,
    runInBand: true,
    silent: true,
    watchman: false,
    ci: true,
  };
  const { results } = await runCLI(argv, [root]);
  return {
    verdicts: results.testResults.flatMap(({ testFilePath, testResults }) =>
      testResults.map(({ title, status }) => ({ suite: testFilePath, title, status: statusOf(status) })),
    ),
    broken: results.testResults.flatMap(({ testFilePath, testExecError, failureMessage }) =>
      testExecError ? [{ suite: testFilePath, reason: failureMessage ?? testExecError.message }] : [],
    ),
  };
}

function statusOf(status: string): JestVerdict['status'] {
  if (status === 'passed' || status === 'failed') {
    return status;
  }
  return 'skipped';
}

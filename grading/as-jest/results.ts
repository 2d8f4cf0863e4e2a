/** What Jest writes for `--json`, of checks: an editor reads the verdict, the words and the place of each. */
import { legible, type StudentCheck } from '../report/index.js';
import { hintsOf } from '../result/index.js';
import type { CheckedFile } from './check-files.js';
import type { Place } from './place-of-check.js';

/** The fields of Jest 30 that say something here, and those that a reader may count on. */
export interface JestResults {
  readonly success: boolean;
  readonly startTime: number;
  readonly numTotalTestSuites: number;
  readonly numPassedTestSuites: number;
  readonly numFailedTestSuites: number;
  readonly numPendingTestSuites: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly numTotalTests: number;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly openHandles: readonly [];
  readonly snapshot: Readonly<Record<string, unknown>>;
  readonly testResults: readonly JestFile[];
  readonly wasInterrupted: boolean;
}

export interface JestFile {
  readonly name: string;
  readonly status: 'passed' | 'failed';
  readonly message: string;
  readonly summary: string;
  readonly startTime: number;
  readonly endTime: number;
  readonly assertionResults: readonly JestTest[];
}

interface JestTest {
  readonly ancestorTitles: readonly [];
  readonly title: string;
  readonly fullName: string;
  readonly status: 'passed' | 'failed';
  readonly duration: number | null;
  readonly failureMessages: readonly string[];
  readonly failureDetails: readonly [];
  readonly invocations: number;
  readonly location: Place | null;
  readonly numPassingAsserts: number;
  readonly retryReasons: readonly [];
}

/** When the run began and ended, in milliseconds since 1970: an editor shows times, and nothing depends on them. */
export interface Times {
  readonly start: number;
  readonly end: number;
}

export function jestResults(files: readonly CheckedFile[], { start, end }: Times): JestResults {
  const testResults = files.map((file) => jestFile(file, { start, end }));
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failedFiles = testResults.filter(({ status }) => status === 'failed').length;
  const failedTests = tests.filter(({ status }) => status === 'failed').length;
  return {
    success: failedFiles === 0,
    startTime: start,
    numTotalTestSuites: testResults.length,
    numPassedTestSuites: testResults.length - failedFiles,
    numFailedTestSuites: failedFiles,
    numPendingTestSuites: 0,
    numRuntimeErrorTestSuites: files.filter(({ fault }) => fault !== undefined).length,
    numTotalTests: tests.length,
    numPassedTests: tests.length - failedTests,
    numFailedTests: failedTests,
    numPendingTests: 0,
    numTodoTests: 0,
    openHandles: [],
    snapshot: NO_SNAPSHOTS,
    testResults,
    wasInterrupted: false,
  };
}

function jestFile({ path, checks, fault }: CheckedFile, { start, end }: Times): JestFile {
  const assertionResults = checks.map(({ check, place }) => jestTest(check, place, path));
  const failures = assertionResults.flatMap(({ title, failureMessages }) =>
    failureMessages.map((message) => `  ● ${title}\n\n${message}\n`),
  );
  // A file without a passed check has said nothing good: it never counts as passed.
  const passed = checks.length > 0 && failures.length === 0;
  return {
    name: path,
    status: passed ? 'passed' : 'failed',
    message: fault ?? failures.join('\n'),
    summary: '',
    startTime: start,
    endTime: end,
    assertionResults,
  };
}

function jestTest(check: StudentCheck, place: Place | undefined, path: string): JestTest {
  const { title, verdict } = check;
  const passed = verdict === 'pass';
  return {
    ancestorTitles: [],
    title,
    fullName: title,
    status: passed ? 'passed' : 'failed',
    duration: null, // checks of one exercise share what they need, so the time of one says little
    failureMessages: passed ? [] : [failureOf(check, place, path)],
    failureDetails: [],
    invocations: 1,
    location: place ?? null,
    numPassingAsserts: 0,
    retryReasons: [],
  };
}

/** What a part printed or threw may hold anything. */
const MAX_TEXT = 8000;

/**
 * Why a check did not pass. The message comes first, since an editor shows the beginning; then, below an empty line, the rest. The last line
 * has the form of a stack trace: an editor finds the line there at which it shows all this.
 */
export function failureOf(check: StudentCheck, place: Place | undefined, path: string): string {
  const { message, expected, actual, console, location } = check;
  const told: readonly (readonly [string, string | undefined])[] = [
    ['Expected', expected],
    ['Received', actual],
    ['Printed', console],
    ['Hint', hintsOf(check)[0]],
  ];
  const details = told.flatMap(([label, text]) =>
    text === undefined ? [] : [`${label}: ${text.trimEnd()}`],
  );
  const own = location && `    at exercises/${location.file}:${location.line}:${location.column ?? 1}`;
  const stack = place === undefined ? [] : [`    at ${path}:${place.line}:${place.column}`];
  const text = [
    message,
    ...(details.length === 0 ? [] : ['', ...details]),
    ...(own === undefined ? [] : [own]),
  ];
  return [legible(text.join('\n'), MAX_TEXT), ...stack].join('\n');
}

const NO_SNAPSHOTS = {
  added: 0,
  didUpdate: false,
  failure: false,
  filesAdded: 0,
  filesRemoved: 0,
  filesRemovedList: [],
  filesUnmatched: 0,
  filesUpdated: 0,
  matched: 0,
  total: 0,
  unchecked: 0,
  uncheckedKeysByFile: [],
  unmatched: 0,
  updated: 0,
} as const;

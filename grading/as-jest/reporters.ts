/**
 * An editor's own reporters: it names their modules, and learns from what they print that a run has begun, or has ended. They are told
 * what Jest would tell them.
 */
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { UsersFault } from '../users-fault.js';
import type { JestFile, JestResults } from './results.js';

interface Reporter {
  onRunStart?(results: unknown, options: unknown): unknown;
  onTestFileResult?(test: unknown, result: unknown, results: unknown): unknown;
  onTestResult?(test: unknown, result: unknown, results: unknown): unknown;
  onRunComplete?(contexts: unknown, results: unknown): unknown;
}

export class Reporters {
  readonly #all: readonly Reporter[];

  /** @throws UsersFault where one cannot be loaded */
  constructor(paths: readonly string[], rootDir: string) {
    this.#all = paths.map((path) => load(resolve(path), rootDir));
  }

  /** `count`: of the test files that will run. */
  async begin(count: number, startTime: number): Promise<void> {
    for (const reporter of this.#all) {
      await reporter.onRunStart?.(
        { startTime, numTotalTestSuites: count, numTotalTests: 0, testResults: [] },
        { estimatedTime: 0, showStatus: false },
      );
    }
  }

  async end(results: JestResults): Promise<void> {
    for (const reporter of this.#all) {
      for (const file of results.testResults) {
        const args = [{ path: file.name }, resultOf(file), results] as const;
        await (reporter.onTestFileResult ?? reporter.onTestResult)?.apply(reporter, [...args]);
      }
      await reporter.onRunComplete?.(new Set(), results);
    }
  }
}

/** Reporters get a file's result in another shape than the one that is written. */
function resultOf({ name, message, assertionResults }: JestFile): object {
  const failing = assertionResults.filter(({ status }) => status === 'failed').length;
  return {
    testFilePath: name,
    numFailingTests: failing,
    numPassingTests: assertionResults.length - failing,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: assertionResults,
    failureMessage: message === '' ? null : message,
    ...(assertionResults.length === 0 && { testExecError: { message } }),
  };
}

type ReporterClass = new (globalConfig: object, options: object, context: object) => Reporter;

function load(path: string, rootDir: string): Reporter {
  try {
    const loaded = createRequire(__filename)(path) as ReporterClass | { readonly default: ReporterClass };
    const Class = 'default' in loaded ? loaded.default : loaded;
    return new Class({ rootDir }, {}, {});
  } catch (error) {
    const [why] = String(error).split('\n');
    throw new UsersFault(`--reporters ${path}: cannot be used: ${why}`);
  }
}

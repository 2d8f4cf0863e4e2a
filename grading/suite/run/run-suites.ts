/**
 * Runs the suites of one exercise on one part, with the core that Jest itself runs test files with (jest-circus), kept
 * warm: no new Jest, no new world of modules. What is kept is the language, Jest and the lab's layers; each suite is
 * evaluated anew for each run, so that nothing it holds outlives the run.
 */
import { run, resetState, test as circusTest } from 'jest-circus';
import type { RigClient } from '../../rig/index.js';
import { type Truths, type CheckRecord, createCheck, type ExerciseSession } from '../index.js';
import { guardAgainstStrays } from './strays.js';

/** One check as Jest saw it. */
export interface JestVerdict {
  readonly check: string;
  readonly status: 'passed' | 'failed' | 'skipped';
}

/** What came of a run. */
export interface SuiteRun {
  readonly records: readonly CheckRecord[];
  readonly verdicts: readonly JestVerdict[];
  /** Suites that could not be run as a whole, with the reason. Always our fault; nothing of them counts. */
  readonly broken: readonly BrokenSuite[];
  /** False where something else than the part, the suites and the seed has decided: a clock, say. Another run may come to more. */
  readonly repeatable: boolean;
}

export interface BrokenSuite {
  readonly suite: string;
  readonly reason: string;
}

/** A suite: its name in messages, and what runs its file from the first line. */
export interface LoadedSuite {
  readonly name: string;
  readonly evaluate: () => void;
}

export async function runSuites(
  session: ExerciseSession,
  suites: readonly LoadedSuite[],
  rig: RigClient,
  truths: Truths,
  patient = false,
): Promise<SuiteRun> {
  const records: CheckRecord[] = [];
  const verdicts: JestVerdict[] = [];
  const broken: BrokenSuite[] = [];
  for (const suite of suites) {
    try {
      const write = (record: CheckRecord) => void records.push(record);
      const check = createCheck(session, {
        rig,
        truths,
        test: circusTest,
        write,
        print: () => undefined,
        hintOf: () => undefined, // the engine joins them to what was written
        patient,
      });
      verdicts.push(...(await runOne(session, suite, check)));
    } catch (error) {
      broken.push({ suite: suite.name, reason: error instanceof Error ? error.message : String(error) });
    }
    rig.nextSuite();
  }
  return { records, verdicts, broken, repeatable: rig.repeatable && broken.length === 0 };
}

/** Throws when anything went wrong outside of the checks. */
async function runOne(
  { exercise, checks }: ExerciseSession,
  suite: LoadedSuite,
  checkFunction: typeof check,
): Promise<JestVerdict[]> {
  const strays = guardAgainstStrays();
  try {
    resetState();
    Object.assign(globalThis, { check: checkFunction });
    suite.evaluate();
    const { testResults, unhandledErrors } = await run();
    const [first] = [...unhandledErrors, ...strays.found];
    if (first !== undefined) {
      throw new Error(first);
    }
    return testResults.map(({ testPath, status, errors }) => {
      const title = testPath.at(-1)!;
      if (!Object.hasOwn(checks, title)) {
        throw new Error(`the manifest of ${exercise} has no check '${title}'`);
      }
      return {
        check: checks[title]!,
        status: status === 'done' ? (errors.length > 0 ? 'failed' : 'passed') : 'skipped',
      };
    });
  } finally {
    strays.release();
  }
}

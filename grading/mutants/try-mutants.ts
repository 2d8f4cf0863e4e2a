/** Has mutants graded by the real engine, two at a time, with one grader that is kept. */
import { Compiler, Grader } from '../engine/index.js';
import type { Exercise } from '../exercises/index.js';
import { detectSandbox } from '../sandbox/index.js';
import { UsersFault } from '../users-fault.js';
import type { Mutant } from './mutant.js';

/** What came of a mutant. */
export interface Outcome {
  readonly mutant: Mutant;
  /** `mistyped`: TypeScript refuses it, so no student could hand it in unwarned. `error`: the grader could not judge it. */
  readonly kind: 'killed' | 'survived' | 'mistyped' | 'error';
  /** The checks that failed, or that could not be run, in the manifest's order. */
  readonly checks: readonly string[];
}

export interface Trial {
  readonly root: string;
  readonly exercise: Exercise;
  /** The reference part. It must pass first. */
  readonly reference: string;
  readonly seed: number;
  /** Told after each mutant. */
  readonly onOutcome: (outcome: Outcome) => void;
  /** Ends the trial; mutants that are under way are dropped. */
  readonly signal: AbortSignal;
}

const SIDE_BY_SIDE = 2;

/** Resolves when all are tried, or the signal has ended it. @throws UsersFault where the reference itself fails. */
export async function tryMutants(mutants: readonly Mutant[], trial: Trial): Promise<void> {
  const { root, exercise, reference, seed, onOutcome, signal } = trial;
  const told = { lecture: 'none', engine: 'mutants' };
  const options = { root, exercises: [exercise], seed, hidden: true, sideBySide: SIDE_BY_SIDE, ...told };
  const grader = await Grader.open(options);
  const compiler = new Compiler(root, detectSandbox());
  const ended = new Promise<undefined>((resolve) => {
    if (signal.aborted) {
      resolve(undefined); // while the grader was being opened: no event comes any more
    }
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  const tools = { exercise, grader, compiler };
  const waiting = mutants.values();
  const work = async (): Promise<void> => {
    for (const mutant of waiting) {
      const outcome = signal.aborted ? undefined : await Promise.race([tryOne(mutant, tools), ended]);
      if (outcome === undefined) {
        return;
      }
      onOutcome(outcome);
    }
  };
  try {
    const checks = await Promise.race([failing(reference, tools), ended]);
    if (checks && checks.failed.length + checks.broken.length > 0) {
      const names = [...checks.failed, ...checks.broken].join(', ');
      throw new UsersFault(
        `the reference of ${exercise.manifest.id} does not pass ${names}: mend that first`,
      );
    }
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  } finally {
    compiler.close();
    await grader.close();
  }
}

interface Tools {
  readonly exercise: Exercise;
  readonly grader: Grader;
  readonly compiler: Compiler;
}

async function tryOne(mutant: Mutant, tools: Tools): Promise<Outcome> {
  if (await isMistyped(mutant.text, tools)) {
    return { mutant, kind: 'mistyped', checks: [] };
  }
  const { failed, broken } = await failing(mutant.text, tools);
  if (broken.length > 0) {
    return { mutant, kind: 'error', checks: broken };
  }
  return { mutant, kind: failed.length > 0 ? 'killed' : 'survived', checks: failed };
}

async function isMistyped(text: string, { exercise: { manifest }, compiler }: Tools): Promise<boolean> {
  const compiled = await compiler.compile(manifest, text);
  if (!compiled.ok) {
    return true;
  }
  const errors = await compiler.typeErrors([{ manifest, text }]);
  return errors.some((each) => each !== undefined && each.length > 0);
}

async function failing(
  text: string,
  { exercise, grader }: Tools,
): Promise<{ failed: string[]; broken: string[] }> {
  const parts = new Map([[exercise.manifest.id, { text }]]);
  const { result } = await grader.grade({ name: 'mutant', parts }, [exercise], () => undefined);
  const checks = result.exercises.flatMap((each) => each.checks);
  const ids = (wanted: (verdict: string) => boolean): string[] =>
    checks.filter(({ verdict }) => wanted(verdict)).map(({ id }) => id);
  return {
    failed: ids((verdict) => verdict === 'fail'),
    broken: ids((verdict) => verdict !== 'fail' && verdict !== 'pass'),
  };
}

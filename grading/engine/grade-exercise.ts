/** Grades one exercise of a submission: compiles the part, has its suites run on it, and joins what came back. */
import type { Exercise } from '../exercises/index.js';
import type { CheckResult, Diagnostic, ExerciseResult, Manifest } from '../result/index.js';
import { type Seat, type SuiteRun, suiteScript } from '../suite/run/index.js';
import { checkIds } from './check-ids.js';
import type { Compiler } from './compiler.js';
import { sum } from './sum.js';
import type { TypeRound } from './type-round.js';
import { joinVerdicts, skippedChecks } from './verdicts.js';

export interface GradingTools {
  readonly seed: number;
  /** Also run the hidden checks. */
  readonly hidden: boolean;
  readonly compiler: Compiler;
}

export interface GradedExercise {
  readonly result: ExerciseResult;
  readonly broken: SuiteRun['broken'];
}

/**
 * `text` is the part as it was handed in, `seat` where its suites will run, and `types` where its types are looked at, with
 * those of the submission's other parts. `onChecked` is told the result as soon as the
 * checks are done, with the type errors still missing: nobody waits for those.
 */
export async function gradeExercise(
  { manifest, suites }: Exercise,
  text: string,
  seat: Seat,
  types: TypeRound,
  { seed, hidden, compiler }: GradingTools,
  onChecked: (result: ExerciseResult) => void,
): Promise<GradedExercise> {
  const part = await compiler.compile(manifest, text);
  const files = hidden ? [suites.visible, ...suites.hidden] : [suites.visible];
  const session = { exercise: manifest.id, seed, checks: checkIds(manifest), part };
  const scripts = files.map((file) => suiteScript(manifest.id, file));
  // Nothing is refused for its types: they are looked at while the suites run.
  const typeErrors = part.ok ? types.add(manifest, text) : [];
  if (!part.ok) {
    types.pass();
  }
  Promise.resolve(typeErrors).catch(() => undefined); // told below
  const run = await seat.run({ session, suites: scripts });
  const checks = joinVerdicts(expected(manifest, hidden), run);
  onChecked(resultOf(manifest, checks, []));
  return { result: resultOf(manifest, checks, await typeErrors), broken: run.broken };
}

/** The result of an exercise that was not handed in. */
export function skippedExercise({ manifest }: Exercise, hidden: boolean): ExerciseResult {
  return resultOf(manifest, skippedChecks(expected(manifest, hidden)), []);
}

function expected(manifest: Manifest, hidden: boolean): Manifest {
  return hidden
    ? manifest
    : { ...manifest, checks: manifest.checks.filter(({ visibility }) => visibility === 'visible') };
}

function resultOf(
  { id, title, section }: Manifest,
  checks: readonly CheckResult[],
  diagnostics: readonly Diagnostic[],
): ExerciseResult {
  const score = sum(checks, 'points');
  const maxScore = sum(checks, 'maxPoints');
  return { id, title, section, score, maxScore, checks, ...(diagnostics.length > 0 ? { diagnostics } : {}) };
}

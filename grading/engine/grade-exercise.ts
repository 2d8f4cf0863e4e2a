/** Grades one exercise of a submission: compiles the part, has its suites run on it, and joins what came back. */
import type { Exercise } from '../exercises/index.js';
import type { CheckResult, Diagnostic, ExerciseResult, Manifest } from '../result/index.js';
import { type Seat, suiteScript } from '../suite/run/index.js';
import { checkIds, joinVerdicts, skippedChecks } from '../verdicts/index.js';
import { forDebugger } from './for-debugger.js';
import type { Compiler } from './compiler.js';
import type { HandedPart } from './graded.js';
import { digestOf } from './known-parts.js';
import { sum } from './sum.js';
import type { TypeRound } from './type-round.js';

export interface GradingTools {
  readonly seed: number;
  /** Also run the hidden checks. */
  readonly hidden: boolean;
  readonly compiler: Compiler;
  readonly root: string;
  /** See GraderOptions. */
  readonly inline?: boolean;
}

export interface GradedExercise {
  readonly result: ExerciseResult;
  readonly typeErrors: readonly Diagnostic[];
  readonly warnings: readonly string[];
  /** Whether the same part gets the same again, on every machine: its result may be used for a copy of the part. */
  readonly repeatable: boolean;
}

/**
 * `seat` is where the part's suites will run, and `types` where its types are looked at, with those of the submission's other
 * parts. `onChecked` is told the result as soon as the checks are done: nobody waits for the type errors.
 */
export async function gradeExercise(
  { manifest, suites }: Exercise,
  handed: HandedPart,
  seat: Seat,
  types: TypeRound,
  { seed, hidden, compiler, root, inline }: GradingTools,
  onChecked: (result: ExerciseResult) => void,
): Promise<GradedExercise> {
  const { text } = handed;
  const compiled = await compiler.compile(manifest, text);
  const part = inline ? forDebugger(compiled, root) : compiled;
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
  const result = resultOf(manifest, checks, { file: manifest.part.file, sha256: digestOf(handed) });
  onChecked(result);
  const errors = await typeErrors;
  const warnings = run.broken.map(({ suite, reason }) => `${suite}: ${reason}`);
  if (errors === undefined) {
    const slow = `${manifest.id}: its types took too long to check`;
    return { result, typeErrors: [], warnings: [...warnings, slow], repeatable: false };
  }
  const gaveUp = !part.ok && part.gaveUp === true;
  const faultless = checks.every(({ verdict }) => verdict !== 'error');
  return {
    result,
    typeErrors: errors,
    warnings,
    repeatable: run.repeatable && faultless && !gaveUp && inline !== true,
  };
}

/** The result of an exercise that was not handed in. */
export function skippedExercise({ manifest }: Exercise, hidden: boolean): ExerciseResult {
  return resultOf(manifest, skippedChecks(expected(manifest, hidden)));
}

function expected(manifest: Manifest, hidden: boolean): Manifest {
  return hidden
    ? manifest
    : { ...manifest, checks: manifest.checks.filter(({ visibility }) => visibility === 'visible') };
}

function resultOf(
  { id, title, section }: Manifest,
  checks: readonly CheckResult[],
  part?: ExerciseResult['part'],
): ExerciseResult {
  const score = sum(checks, 'points');
  const maxScore = sum(checks, 'maxPoints');
  return { id, title, section, ...(part === undefined ? {} : { part }), score, maxScore, checks };
}

/** Grades one exercise of a submission: compiles the part, runs its suites in a session, and joins what came back. */
import { writeFileSync } from 'node:fs';
import type { Exercise } from '../exercises/index.js';
import type { CheckResult, Diagnostic, ExerciseResult, Manifest } from '../result/index.js';
import type { Sandbox } from '../sandbox/command.js';
import { readRecords } from '../suite/record.js';
import { writeSession, type SessionPart } from '../suite/session.js';
import type { Compiler } from './compiler.js';
import { runSuites, type SuiteRun } from './run-suites.js';
import { sum } from './sum.js';
import { joinVerdicts, skippedChecks } from './verdicts.js';
import type { Workspace } from './workspace.js';

export interface GradingTools {
  readonly root: string;
  readonly seed: number;
  /** Also run the hidden checks. */
  readonly hidden: boolean;
  readonly sandbox: Sandbox;
  readonly workspace: Workspace;
  readonly compiler: Compiler;
}

export interface GradedExercise {
  readonly result: ExerciseResult;
  readonly broken: SuiteRun['broken'];
}

/** `text` is the part as it was handed in; undefined when it was not. */
export async function gradeExercise(
  { manifest, suites }: Exercise,
  text: string | undefined,
  tools: GradingTools,
): Promise<GradedExercise> {
  const expected = tools.hidden ? manifest : withoutHidden(manifest);
  if (text === undefined) {
    return { result: resultOf(manifest, skippedChecks(expected), []), broken: [] };
  }
  const { part, diagnostics } = await tools.compiler.compile(manifest, text);
  const files = tools.hidden ? [suites.visible, ...suites.hidden] : [suites.visible];
  const { run, records } = await runInSession(manifest.id, part, files, tools);
  const checks = joinVerdicts(expected, records, run);
  return { result: resultOf(manifest, checks, diagnostics), broken: run.broken };
}

function withoutHidden(manifest: Manifest): Manifest {
  return { ...manifest, checks: manifest.checks.filter(({ visibility }) => visibility === 'visible') };
}

async function runInSession(
  id: string,
  part: SessionPart,
  files: readonly string[],
  { root, seed, sandbox, workspace }: GradingTools,
) {
  const records = workspace.path('records.jsonl');
  writeFileSync(records, ''); // nothing of the exercise before
  const sessionFile = workspace.path('session.json');
  writeSession(sessionFile, { seed, sandbox, rigs: workspace.folder, records, parts: { [id]: part } });
  const run = await runSuites(root, files, sessionFile);
  return { run, records: readRecords(records) };
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

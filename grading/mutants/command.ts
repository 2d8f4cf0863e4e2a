/** `npm run mutants`: tries the mutants of each exercise, and tells what they say about its suites. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProgress } from '../command-line/index.js';
import { loadExercises, selectExercises, type Exercise } from '../exercises/index.js';
import { labRoot } from '../lab-root.js';
import { xorshift } from '../suite/index.js';
import { findMutants } from './find-mutants.js';
import { judge, type Judgement } from './judge.js';
import { knownFile, readKnown } from './known.js';
import type { Mutant } from './mutant.js';
import { tell } from './told.js';
import { tryMutants, type Outcome } from './try-mutants.js';

export interface MutantsOptions {
  readonly seed: number;
  readonly only?: readonly string[];
  readonly line?: readonly number[];
  /** The wall clock decides how many are tried, never what is said of one. */
  readonly minutes?: number;
}

/** Sets the exit status: 0 all killed or explained, 1 there is something to mend, 130 after Ctrl-C. */
export async function mutantsCommand(numbers: readonly string[], options: MutantsOptions): Promise<void> {
  const root = labRoot();
  const exercises = selectExercises(loadExercises(root), numbers);
  const stop = new AbortController();
  process.once('SIGINT', () => {
    process.exitCode = 130;
    stop.abort();
  });
  for (const [index, exercise] of exercises.entries()) {
    const share = options.minutes === undefined ? undefined : options.minutes / exercises.length;
    const judgement = await tryExercise(root, exercise, options, share, stop.signal);
    if (isFaulty(judgement)) {
      process.exitCode ||= 1;
    }
    if (stop.signal.aborted) {
      const left = exercises.length - index - 1;
      process.stderr.write(`hyperlab: stopped by Ctrl-C${left > 0 ? `; ${left} exercises not tried` : ''}\n`);
      return;
    }
  }
}

async function tryExercise(
  root: string,
  exercise: Exercise,
  { seed, only, line: lines }: MutantsOptions,
  minutes: number | undefined,
  interrupted: AbortSignal,
): Promise<Judgement> {
  const { id, part } = exercise.manifest;
  const file = `solutions/${id}/${part.file}`;
  const reference = readFileSync(join(root, file), 'utf8');
  const known = readKnown(root, exercise.manifest);
  const all = findMutants(reference);
  const chosen = all.filter(
    ({ operator, line }) => (only?.includes(operator) ?? true) && (lines?.includes(line) ?? true),
  );

  const outcomes: Outcome[] = [];
  const progress = createProgress(process.stderr);
  const show = (): void => {
    const survived = outcomes.filter(({ kind }) => kind === 'survived').length;
    progress.show(`${id}: ${outcomes.length} of ${chosen.length} mutants, ${survived} survived …`);
  };
  show();
  const time = minutes === undefined ? undefined : AbortSignal.timeout(minutes * 60_000);
  await tryMutants(time ? shuffled(chosen, seed) : chosen, {
    root,
    exercise,
    reference,
    seed,
    onOutcome: (outcome) => {
      outcomes.push(outcome);
      show();
    },
    signal: time ? AbortSignal.any([interrupted, time]) : interrupted,
  });
  progress.clear();

  outcomes.sort((a, b) => all.indexOf(a.mutant) - all.indexOf(b.mutant));
  const judgement = judge(outcomes, all, known);
  const untried = chosen.length - outcomes.length;
  process.stdout.write(tell({ exercise: id, file, knownFile: knownFile(id), judgement, untried }));
  return judgement;
}

function isFaulty({ survivors, stale, errors }: Judgement): boolean {
  return survivors.length + stale.length + errors.length > 0;
}

/** So that the first minutes see a little of everything. */
function shuffled(mutants: readonly Mutant[], seed: number): Mutant[] {
  const random = xorshift(seed);
  return mutants
    .map((mutant) => ({ mutant, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ mutant }) => mutant);
}

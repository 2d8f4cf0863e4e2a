/** What the outcomes say about the suites, beside what is already known of the mutants. */
import { isAbout, type Equivalent, type Known } from './known.js';
import type { Mutant } from './mutant.js';
import type { Outcome } from './try-mutants.js';

export interface Judgement {
  readonly killed: number;
  readonly mistyped: number;
  /** Survivors whose reason is known. */
  readonly explained: readonly Mutant[];
  /** Survivors that nobody has explained: a check is missing, or a reason. */
  readonly survivors: readonly Mutant[];
  /** The grader could not judge these; the checks that failed to run. */
  readonly errors: readonly Outcome[];
  /** Killed by none but random checks: their rule has no check of its own. */
  readonly onlyRandom: readonly Outcome[];
  /** Killed first by a check that is not about their rule. */
  readonly elsewhere: readonly Elsewhere[];
  /** Entries that no mutant answers to, or whose mutant is killed. */
  readonly stale: readonly { readonly entry: Equivalent; readonly reason: string }[];
}

export interface Elsewhere {
  readonly mutant: Mutant;
  readonly first: string;
  readonly expected: readonly string[];
}

/** `all` are the mutants of the whole part; `outcomes` those of them that were tried. */
export function judge(outcomes: readonly Outcome[], all: readonly Mutant[], known: Known): Judgement {
  const of = (kind: Outcome['kind']) => outcomes.filter((outcome) => outcome.kind === kind);
  const isExplained = (mutant: Mutant) => known.equivalent.some((entry) => isAbout(entry, mutant));
  const survived = of('survived').map(({ mutant }) => mutant);
  const killed = of('killed');
  return {
    killed: killed.length,
    mistyped: of('mistyped').length,
    explained: survived.filter(isExplained),
    survivors: survived.filter((mutant) => !isExplained(mutant)),
    errors: of('error'),
    onlyRandom: killed.filter(({ checks }) => checks.every((check) => known.random.includes(check))),
    elsewhere: killed.flatMap((outcome) => elsewhere(outcome, known)),
    stale: known.equivalent.flatMap((entry) => staleness(entry, outcomes, all)),
  };
}

/** Random checks aside, which fail on nearly everything: is the first check that fails one about the rule that was broken? */
function elsewhere({ mutant, checks }: Outcome, { random, rules }: Known): Elsewhere[] {
  const first = checks.find((check) => !random.includes(check));
  const name = mutant.within.findLast((each) => Object.hasOwn(rules, each));
  const expected = name === undefined ? undefined : rules[name];
  return first === undefined || expected === undefined || expected.includes(first)
    ? []
    : [{ mutant, first, expected }];
}

function staleness(
  entry: Equivalent,
  outcomes: readonly Outcome[],
  all: readonly Mutant[],
): Judgement['stale'] {
  if (!all.some((mutant) => isAbout(entry, mutant))) {
    return [{ entry, reason: 'no mutant answers to this entry: take it out, or mend its words' }];
  }
  const tried = outcomes.filter(({ mutant }) => isAbout(entry, mutant));
  if (tried.length > 0 && tried.every(({ kind }) => kind === 'mistyped')) {
    return [{ entry, reason: 'its types are wrong, so it is never tried: take it out' }];
  }
  const killed = tried.find(({ kind }) => kind === 'killed');
  return killed ? [{ entry, reason: `${killed.checks[0]} kills it: it is not equivalent` }] : [];
}

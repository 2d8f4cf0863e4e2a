/** Says what differs: the first case of each kind is shrunk and printed, each other case is one line. */
import type { Settings } from './arguments.js';
import { caseOf, compareBatch, type Finding } from './compare/index.js';
import { type Case, caseText } from './case/index.js';
import { keep, regressionFolder } from './regressions/index.js';
import { type Compare, kindOfDifference, shrink } from './shrink/index.js';

/** In a run: where that much is wrong, most of it is one thing. */
const MOST_SHRUNK = 10;

export class Reporter {
  /** How many were reported. */
  count = 0;
  readonly #settings: Pick<Settings, 'seed' | 'keep' | 'listing'>;
  readonly #compare: Compare;
  readonly #folder: string;
  /** Cases by kind of difference. */
  readonly #shrunk = new Map<string, number>();

  /** `folder`: where `--keep` writes. */
  constructor(
    settings: Pick<Settings, 'seed' | 'keep' | 'listing'>,
    compare: Compare = compareBatch,
    folder = regressionFolder(),
  ) {
    this.#settings = settings;
    this.#compare = compare;
    this.#folder = folder;
  }

  report({ index, difference, test }: Finding): void {
    this.count += 1;
    const kind = kindOfDifference(difference);
    const earlier = this.#shrunk.get(kind);
    const like = earlier === undefined ? '' : ` (the kind of case ${earlier})`;
    console.log(`case ${index}: ${difference}${like}`);
    if (this.#settings.listing) {
      console.log(indented(caseText(test)));
    }
    if (earlier !== undefined || this.#shrunk.size === MOST_SHRUNK) {
      return;
    }
    const { seed } = this.#settings;
    const small = shrink((area) => caseOf(seed, index, area, test.features), difference, this.#compare);
    if (small === undefined) {
      console.log('  not shrunk: it does not differ like this when it is run alone');
      return;
    }
    this.#shrunk.set(kind, index);
    const lengths = `${instructions(test)} instructions to ${instructions(small.test)}`;
    console.log(`  shrunk from ${lengths}, ${small.tries} programs tried: ${small.difference}`);
    console.log(indented(caseText(small.test)));
    if (this.#settings.keep) {
      const notes = [`Case ${index} of seed ${seed}, shrunk from ${lengths}. It differed:`, small.difference];
      console.log(
        `  kept as ${keep(`seed-${seed}-case-${index}`, { notes, test: small.test }, this.#folder)}`,
      );
    }
  }
}

function instructions({ blocks }: Case): number {
  return blocks.reduce((sum, { body }) => sum + body.length, 0);
}

function indented(text: string): string {
  return text.replace(/^/gm, '    ');
}

/** Runs batches of random cases here and on QEMU, and collects where they part. */
import { caseSeed } from '../../../random.js';
import { base, type Case, type Features, featuresAt, FIRST_AREA, AREA_BYTES } from '../case/index.js';
import { compareOutcomes } from './compare.js';
import { generate } from '../generate/index.js';
import { batchImage, casesInBootRom, readOutcome, runHere, withQemu } from '../harness/index.js';

export interface Finding {
  readonly test: Case;
  readonly index: number;
  readonly difference: string;
}

/** `count` cases of a seed from number `first` on, all with the features that belong to that number. */
export function batch(
  seed: number,
  first: number,
  count: number,
  features: Features = featuresAt(seed, first),
): Case[] {
  return Array.from({ length: count }, (_, index) =>
    caseOf(seed, first + index, FIRST_AREA + index * AREA_BYTES, features),
  );
}

/** Case `index` of a seed, for an area: its addresses are those of the area. */
export function caseOf(
  seed: number,
  index: number,
  area: number,
  features: Features = featuresAt(seed, index),
): Case {
  return generate(caseSeed(seed, index), features, area);
}

export interface Comparison {
  readonly findings: readonly Finding[];
  /** How many cases were compared: to the end, and up to a known difference of QEMU's (README.md). */
  readonly finished: number;
  readonly partly: number;
  /** How many were dealt with, from the first on: the last of them may have no end, and then the others were not run. */
  readonly done: number;
}

/** The differences between the two machines. The cases must lie in areas one after the other, and have the same features. */
export function compareBatch(
  cases: readonly Case[],
  first = 0,
  seconds = 60,
  run: typeof runHere = runHere,
): Comparison {
  const setting = cases[0]?.features ?? base;
  const image = batchImage(setting, cases);
  const here = run(image, cases.length, setting);
  return withQemu(image, setting, seconds, (qemu) => {
    const findings: Finding[] = [];
    let [finished, partly] = [0, 0];
    let inBootRom: ReadonlySet<number> | undefined; // only looked for where something differs
    let locksAgree = true; // an entry that a case has locked stays locked for later cases
    // A program without end is compared as far as it came here, and not at all when it was QEMU's time that was up.
    const begunHere = here.stop.kind === 'finished' ? cases.length : here.begun;
    const begunThere = qemu.finished ? cases.length : qemu.begun;
    const count = Math.min(begunHere, qemu.finished ? cases.length : qemu.begun - 1);
    cases.slice(0, count).forEach((test, index) => {
      const outcome = readOutcome(setting, here.read(test.area, AREA_BYTES));
      const theirs = readOutcome(setting, qemu.read(test.area, AREA_BYTES));
      if (setting.locks && !locksAgree) {
        return;
      }
      const verdict = compareOutcomes(outcome, theirs);
      const excused = verdict.difference !== undefined && (inBootRom ??= casesInBootRom(cases)).has(index);
      const { difference, compared } = excused
        ? ({ difference: undefined, compared: 'some' } as const)
        : verdict;
      locksAgree &&= compared === 'all';
      finished += compared === 'all' ? 1 : 0;
      partly += compared === 'some' ? 1 : 0;
      if (difference !== undefined) {
        findings.push({ test, index: first + index, difference });
      }
    });
    return { findings, finished, partly, done: Math.max(1, Math.min(begunHere, begunThere)) };
  });
}

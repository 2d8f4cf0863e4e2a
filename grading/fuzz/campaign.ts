/** Runs batches of random cases here and on QEMU, and collects where they part. */
import type { Case } from './case.js';
import { compareOutcomes } from './compare.js';
import { generate } from './generate.js';
import type { Features } from './logged-csrs.js';
import { batchImage, readOutcome } from './image.js';
import { runHere } from './lab.js';
import { FIRST_SLOT, SLOT_BYTES } from './layout.js';
import { withQemu } from './qemu.js';
import { caseSeed } from './random.js';

/** What the machine has now. */
export const features: Features = { compressed: true, hypervisor: false, pmp: false, misaligned: false };

export interface Finding {
  readonly test: Case;
  readonly index: number;
  readonly difference: string;
}

export function batch(seed: number, first: number, count: number): Case[] {
  return Array.from({ length: count }, (_, index) =>
    caseOf(seed, first + index, FIRST_SLOT + index * SLOT_BYTES),
  );
}

/** Case `index` of a seed, for a slot: its addresses are those of the slot. */
export function caseOf(seed: number, index: number, slot: number): Case {
  return generate(caseSeed(seed, index), features, slot);
}

export interface Comparison {
  readonly findings: readonly Finding[];
  /** How many cases were compared: to the end, and up to a known difference of QEMU's (README.md). */
  readonly finished: number;
  readonly parts: number;
  /** How many were dealt with, from the first on: the last of them may have no end, and then the others were not run. */
  readonly done: number;
}

/** The differences between the two machines. The cases must lie in slots one after the other, and have the same features. */
export function compareBatch(
  cases: readonly Case[],
  first = 0,
  seconds = 60,
  run: typeof runHere = runHere,
): Comparison {
  const setting = cases[0]?.features ?? features;
  const image = batchImage(setting, cases);
  const here = run(image, cases.length);
  return withQemu(image, setting, seconds, (qemu) => {
    const findings: Finding[] = [];
    let [finished, parts] = [0, 0];
    // A program without end is compared as far as it came here, and not at all when it was QEMU's time that was up.
    const begunHere = here.stop.kind === 'finished' ? cases.length : here.begun;
    const begunThere = qemu.finished ? cases.length : qemu.begun;
    const count = Math.min(begunHere, qemu.finished ? cases.length : qemu.begun - 1);
    cases.slice(0, count).forEach((test, index) => {
      const outcome = readOutcome(setting, here.read(test.slot, SLOT_BYTES));
      const theirs = readOutcome(setting, qemu.read(test.slot, SLOT_BYTES));
      const { difference, compared } = compareOutcomes(outcome, theirs);
      finished += compared === 'all' ? 1 : 0;
      parts += compared === 'part' ? 1 : 0;
      if (difference !== undefined) findings.push({ test, index: first + index, difference });
    });
    return { findings, finished, parts, done: Math.max(1, Math.min(begunHere, begunThere)) };
  });
}

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
    generate(caseSeed(seed, first + index), features, FIRST_SLOT + index * SLOT_BYTES),
  );
}

export interface Comparison {
  readonly findings: readonly Finding[];
  /** How many cases were compared: to the end, and up to a known difference of QEMU's (README.md). */
  readonly finished: number;
  readonly parts: number;
}

/** The differences between the two machines. Cases that QEMU did not come to are left out. */
export function compareBatch(cases: readonly Case[], first = 0, seconds = 60): Comparison {
  const image = batchImage(features, cases);
  const here = runHere(image, cases.length);
  return withQemu(image, features, seconds, (qemu) => {
    const findings: Finding[] = [];
    let [finished, parts] = [0, 0];
    cases.slice(0, qemu.finished ? cases.length : qemu.begun - 1).forEach((test, index) => {
      const outcome = readOutcome(features, here.read(test.slot, SLOT_BYTES));
      const theirs = readOutcome(features, qemu.read(test.slot, SLOT_BYTES));
      const { difference, compared } = compareOutcomes(outcome, theirs);
      finished += compared === 'all' ? 1 : 0;
      parts += compared === 'part' ? 1 : 0;
      if (difference !== undefined) findings.push({ test, index: first + index, difference });
    });
    return { findings, finished, parts };
  });
}

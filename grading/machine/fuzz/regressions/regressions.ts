/** The folder of failures that were found once: kept, read, and run again here and on QEMU. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { labRoot } from '../../../lab-root.js';
import { type Case, AREA_BYTES } from '../case/index.js';
import { clockHasRung } from '../compare/index.js';
import { batchImage, type Outcome, readOutcome, runHere, withQemu } from '../harness/index.js';
import { readRegression, regressionText, type Regression } from './regression-file.js';

const SECONDS = 20;
const TRIES = 4;

/** Writes the file `name`, with QEMU's answer as it is now. Returns its path in the lab. */
export function keep(
  name: string,
  { notes, test }: Pick<Regression, 'notes' | 'test'>,
  folder = regressionFolder(),
): string {
  const path = join(folder, `${name}.txt`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, regressionText({ notes, test, answer: outcomeOnQemu(test) }));
  return relative(labRoot(), path);
}

/** All of them by name. */
export function regressions(): { readonly name: string; readonly regression: Regression }[] {
  return readdirSync(regressionFolder())
    .filter((file) => file.endsWith('.txt'))
    .sort()
    .map((file) => ({
      name: file.replace(/\.txt$/, ''),
      regression: readNamed(file),
    }));
}

export function outcomeHere(test: Case): Outcome {
  const { read } = runHere(batchImage(test.features, [test]), 1, test.features);
  return readOutcome(test.features, read(test.area, AREA_BYTES));
}

/** What QEMU answers; asked again where its clock has rung meanwhile, which a busy machine can bring about. */
export function outcomeOnQemu(test: Case): Outcome {
  let outcome: Outcome;
  for (let tries = TRIES; ; tries -= 1) {
    outcome = withQemu(batchImage(test.features, [test]), test.features, SECONDS, ({ read }) =>
      readOutcome(test.features, read(test.area, AREA_BYTES)),
    );
    if (!clockHasRung(outcome) || tries === 1) {
      return outcome;
    }
  }
}

function readNamed(file: string): Regression {
  try {
    return readRegression(readFileSync(join(regressionFolder(), file), 'utf8'));
  } catch (error) {
    throw new Error(`grading/machine/fuzz/regressions/${file}: ${(error as Error).message}`);
  }
}

export function regressionFolder(): string {
  return join(labRoot(), 'grading/machine/fuzz/regressions');
}

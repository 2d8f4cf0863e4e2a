/** From a machine that is wrong to a file that says so. The machine is that of the profile `legacy`, which is none of QEMU's. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { legacy } from '../../../src/machine/index.js';
import { batch, compareBatch } from './compare/campaign.js';
import type { Case } from './case/case.js';
import { compareOutcomes } from './compare/compare.js';
import { base } from './case/features.js';
import { runHere } from './harness/run-here.js';
import { isKnownQemu, qemuVersion } from './harness/qemu.js';
import { readRegression } from './regressions/regression-file.js';
import { outcomeHere } from './regressions/regressions.js';
import { Reporter } from './reporter.js';
import { kindOfDifference } from './shrink/shrink.js';

const folder = mkdtempSync(join(tmpdir(), 'hyperlab-fuzz-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SEED = 4;
const compare = (cases: readonly Case[], first: number, seconds?: number) =>
  compareBatch(cases, first, seconds, (image, count, features) => runHere(image, count, features, legacy));
const onQemu = isKnownQemu(qemuVersion()) ? test : test.skip;

onQemu(
  'what differs is shrunk to a few instructions, printed and kept; another of its kind is one line',
  () => {
    const { findings } = compare(batch(SEED, 0, 100, base), 0);
    const kind = kindOfDifference(findings[0]!.difference);
    const [first, second] = findings.filter(({ difference }) => kindOfDifference(difference) === kind);
    const print = jest.spyOn(console, 'log').mockImplementation(() => {});
    const reporter = new Reporter({ seed: SEED, keep: true }, compare, folder);
    reporter.report(first!);
    reporter.report(second!);
    const lines = print.mock.calls.map(([line]) => String(line));
    print.mockRestore();
    expect(reporter.count).toBe(2);
    expect(lines).toEqual([
      `case ${first!.index}: ${first!.difference}`,
      expect.stringMatching(/^ {2}shrunk from \d+ instructions to [1-9], \d+ programs tried: /),
      expect.stringMatching(/^ {4}features compressed\n {4}area 0x80020000\n/),
      expect.stringMatching(`^  kept as .*/seed-${SEED}-case-${first!.index}\\.txt$`),
      `case ${second!.index}: ${second!.difference} (the kind of case ${first!.index})`,
    ]);

    const text = readFileSync(join(folder, `seed-${SEED}-case-${first!.index}.txt`), 'utf8');
    const { test: small, answer } = readRegression(text);
    expect(compare([small], 0).findings.map(({ difference }) => kindOfDifference(difference))).toEqual([
      kind,
    ]);
    expect(compareOutcomes(outcomeHere(small), answer).difference).toBeUndefined(); // strict is right
  },
);

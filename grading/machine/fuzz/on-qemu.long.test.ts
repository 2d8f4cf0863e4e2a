/** A short share of what `npm run fuzz:machine` does for as long as it is told. */
import { batch, compareBatch } from './compare/campaign.js';
import { base, LOCKING_CASES } from './case/features.js';
import { isKnownQemu, qemuVersion } from './harness/qemu.js';

// The list of QEMU's differences in compare/README.md is that of this version.
const version = qemuVersion();
const onQemu = isKnownQemu(version) ? test : test.skip;

onQemu.each([
  ['base', base, 75],
  ['the hypervisor extension', { ...base, hypervisor: true, misaligned: true }, 75],
  ['PMP', { ...base, pmp: true }, 50],
  ['PMP with locks', { ...base, pmp: true, locks: true }, LOCKING_CASES],
  ['both', { ...base, hypervisor: true, pmp: true }, 80],
] as const)(
  `random programs do the same here and on QEMU 7.2 (here: ${version ?? 'not installed'}): %s`,
  (_name, features, count) => {
    const { findings, finished, partly } = compareBatch(batch(20261124, 0, count, features));
    expect(findings.map(({ index, difference }) => `case ${index}: ${difference}`)).toEqual([]);
    if (features.locks) {
      return;
    } // after a case that was not compared to its end the others are not compared at all
    expect(finished + partly).toBeGreaterThan(0.9 * count);
    expect(finished).toBeGreaterThan(0.5 * count);
  },
);

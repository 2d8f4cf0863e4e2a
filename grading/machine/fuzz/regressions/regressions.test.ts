/** What was found once, against what QEMU answered then; and where it is installed, against QEMU. */
import { compareOutcomes } from '../compare/compare.js';
import { isKnownQemu, qemuVersion } from '../harness/qemu.js';
import { outcomeHere, outcomeOnQemu, regressions } from './regressions.js';

const kept = regressions().map(({ name, regression }) => [name, regression] as const);
const installed = isKnownQemu(qemuVersion());

test('there are regressions', () => {
  expect(kept.length).toBeGreaterThan(0);
});

describe.each(kept)('%s', (_, { test: program, answer }) => {
  test('the machine does what QEMU answered when the file was written', () => {
    const { difference, compared } = compareOutcomes(outcomeHere(program), answer);
    expect(difference).toBeUndefined();
    expect(compared).not.toBe('nothing');
  });

  (installed ? test : test.skip)('QEMU 7.2 still answers so', () => {
    expect(outcomeOnQemu(program)).toEqual(answer);
  });
});

import { RAM_BASE } from '../../../src/machine/index.js';
import { batch } from './compare/campaign.js';
import { compareOutcomes } from './compare/compare.js';
import { batchImage, readOutcome, type Outcome } from './harness/image.js';
import { runHere } from './harness/run-here.js';
import { CONTROL, FIRST_AREA, MEMORY_BYTES, AREA_BYTES, Status } from './case/layout.js';
import { base } from './case/features.js';

test('the same seed gives the same programs, which all end', () => {
  const cases = batch(7, 0, 20, base);
  const outcomes = () => {
    const { stop, read } = runHere(batchImage(base, cases), cases.length, base);
    expect(stop).toEqual({ kind: 'finished', code: 0 });
    return cases.map(({ area }) => readOutcome(base, read(area, AREA_BYTES)));
  };
  const first = outcomes();
  expect(first.filter(({ status }) => status === Status.finished).length).toBeGreaterThan(15);
  expect(first.reduce((sum, { traps }) => sum + traps.length, 0)).toBeGreaterThan(100);
  expect(outcomes()).toEqual(first);
});

test.each([
  ['base', base],
  ['both', { ...base, hypervisor: true, pmp: true }],
] as const)('no interrupt is taken in the harness itself: %s', (_name, features) => {
  // Programs that set MIE while the harness enters their block, with an interrupt pending, would do that.
  const cases = batch(2, 0, 100, features);
  const { read } = runHere(batchImage(features, cases), cases.length, features);
  const traps = cases.flatMap(({ area }) => readOutcome(features, read(area, AREA_BYTES)).traps);
  expect(traps.filter(({ csrs }) => csrs['mepc']! >= RAM_BASE && csrs['mepc']! < CONTROL)).toEqual([]);
  expect(traps.length).toBeGreaterThan(500);
});

test.each([
  ['base', base],
  ['both', { ...base, hypervisor: true, pmp: true }],
] as const)('no program goes on in the harness, or in the area of another: %s', (_name, features) => {
  const cases = batch(3001, 3000, 200, features);
  const { read } = runHere(batchImage(features, cases), cases.length, features);
  const strays = cases.filter(({ area }) => {
    const { traps } = readOutcome(features, read(area, AREA_BYTES));
    const isElsewhere = (pc: number) =>
      pc >= RAM_BASE && pc < RAM_BASE + MEMORY_BYTES && (pc < area || pc >= area + AREA_BYTES);
    return traps.some(({ csrs }) => isElsewhere(csrs['mepc']!) || isElsewhere(csrs['sepc']!));
  });
  expect(strays.map(({ area }) => 3000 + (area - FIRST_AREA) / AREA_BYTES)).toEqual([]);
});

test('a difference in a register, a CSR or memory is found and named', () => {
  const outcome = firstProgram();
  const [trap, ...rest] = outcome.traps;
  const difference = (changed: Partial<Outcome>) =>
    compareOutcomes(outcome, { ...outcome, ...changed }).difference;
  const registers = trap!.registers.map((value, number) => (number === 10 ? value ^ 1 : value));
  expect(difference({ traps: [{ ...trap!, registers }, ...rest] })).toMatch(/^trap 0 .*: a0 /);
  const csrs = { ...trap!.csrs, medeleg: trap!.csrs['medeleg']! ^ 1 };
  expect(difference({ traps: [{ ...trap!, csrs }, ...rest] })).toMatch(/: medeleg /);
  const memory = outcome.memory.slice();
  memory[0x4000]! ^= 1;
  expect(difference({ memory })).toContain('memory at area + 0x4000');
  expect(difference({})).toBeUndefined();
});

test('another interrupt on QEMU is excused only where both were pending, and each machine took its own', () => {
  const outcome = firstProgram();
  const verdict = (mip: number, ours: number, theirs: number) => {
    const [here, qemu] = [ours, theirs].map((number) => {
      const csrs = { ...outcome.traps[0]!.csrs, mie: 0xaaa, mideleg: 0, mip, mcause: 0x8000_0000 + number };
      return { ...outcome, traps: [{ ...outcome.traps[0]!, csrs }] };
    });
    return compareOutcomes(here!, qemu!);
  };
  expect(verdict(0x202, 9, 1)).toEqual({ difference: undefined, compared: 'some' });
  expect(verdict(0x200, 9, 1).difference).toMatch(/mcause 0x80000009 here, 0x80000001 on QEMU/);
  expect(verdict(0x222, 9, 5).difference).toBeDefined();
  expect(verdict(0x222, 5, 1).difference).toBeDefined();
  expect(verdict(0x202, 1, 9).difference).toBeDefined();
});

function firstProgram(): Outcome {
  const { read } = runHere(batchImage(base, batch(7, 0, 1, base)), 1, base);
  return readOutcome(base, read(FIRST_AREA, AREA_BYTES));
}

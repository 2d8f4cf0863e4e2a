import { caseOf, type Finding } from '../compare/campaign.js';
import type { Case } from '../case/case.js';
import { caseText } from '../case/case-text.js';
import { base } from '../case/features.js';
import { FIRST_AREA } from '../case/layout.js';
import { kindOfDifference, shrink } from './shrink.js';

const DIFFERENCE = 'trap 3 (cause 0x2, epc 0x80020010, tval 0x0 on QEMU): a0 0x1 here, 0x2 on QEMU';
const SFENCE = 0x1200_0073;

/** As if the machine were wrong wherever `fails` says so. Nothing is run. */
function comparison(fails: (test: Case) => boolean, difference = DIFFERENCE) {
  let batches = 0;
  const compare = (cases: readonly Case[], first: number) => {
    batches += 1;
    const findings: Finding[] = cases.flatMap((test, index) =>
      fails(test) ? [{ test, index: first + index, difference }] : [],
    );
    return { findings, done: cases.length };
  };
  return { compare, batches: () => batches };
}

const hasFence = ({ blocks }: Case) =>
  blocks.some(({ body }) => body.some((one) => one.kind === 'word' && (one.word & 0xfe00_7fff) === SFENCE));
const at = (area: number) => caseOf(3, fencing, area, base);
const fencing = Array.from({ length: 50 }, (_, index) => index).find((index) =>
  hasFence(caseOf(3, index, FIRST_AREA, base)),
)!;

test('a case is shrunk to what makes it differ', () => {
  const { compare, batches } = comparison(hasFence);
  const small = shrink(at, DIFFERENCE, compare)!;
  expect(small.test.blocks).toHaveLength(1);
  expect(small.test.blocks[0]!.body.map((one) => one.kind === 'word' && one.word & 0xfe00_7fff)).toEqual([
    SFENCE,
  ]);
  expect(small.test.memory.size).toBe(0);
  expect(small.test.registers.every((value) => value === 0)).toBe(true);
  expect(small.difference).toBe(DIFFERENCE);
  expect(batches()).toBeLessThan(40);
});

test('the same case is shrunk to the same one each time', () => {
  const text = () => caseText(shrink(at, DIFFERENCE, comparison(hasFence).compare)!.test);
  expect(text()).toBe(text());
});

test('programs that lock entries of PMP are tried one by one', () => {
  const sizes = new Set<number>();
  const locking = (area: number) => caseOf(3, fencing, area, { ...base, pmp: true, locks: true });
  shrink(locking, DIFFERENCE, (cases, first) => {
    sizes.add(cases.length);
    return { findings: [{ test: cases[0]!, index: first, difference: DIFFERENCE }], done: cases.length };
  });
  expect([...sizes]).toEqual([1]);
});

test('another kind of difference does not count', () => {
  const other = DIFFERENCE.replace('a0 0x1', 'mtval 0x1');
  expect(shrink(at, DIFFERENCE, comparison(hasFence, other).compare)).toBeUndefined();
  const odd = comparison((test) => test.blocks.length > 2);
  const withOther: typeof odd.compare = (cases, first) => {
    const { done } = odd.compare(cases, first);
    const findings = cases.map((test, index) => ({
      test,
      index: first + index,
      difference: test.blocks.length > 2 ? DIFFERENCE : other,
    }));
    return { findings, done };
  };
  expect(shrink(at, DIFFERENCE, withOther)!.test.blocks).toHaveLength(3);
});

test('effort has a bound, in programs and in such as have no end', () => {
  for (const [everyNth, most] of [
    [Infinity, 3100],
    [100, 1100],
  ] as const) {
    // A machine that fails by chance only, but always the same chances.
    let tries = 0;
    const small = shrink(at, DIFFERENCE, (cases, first) => {
      const findings: Finding[] = [];
      for (const [index, test] of cases.entries()) {
        tries += 1;
        if (tries % everyNth === 0) {
          return { findings, done: index + 1 };
        }
        if (tries === 1 || tries % 97 === 0) {
          findings.push({ test, index: first + index, difference: DIFFERENCE });
        }
      }
      return { findings, done: cases.length };
    });
    expect(small).toBeUndefined(); // the last one did not fail
    expect(tries).toBeLessThan(most);
    expect(tries).toBeGreaterThan(500);
  }
});

test('kinds of differences: what differs, not where or how much; but which cause', () => {
  const kind = (end: string) =>
    kindOfDifference(`trap 9 (cause 0x9, epc 0x80, tval 0x0 on QEMU): ${end} on QEMU`);
  expect(kind('s11 0x1 here, 0x2')).toBe(kind('ra 0x3 here, 0x4'));
  expect(kind('mtval 0x1 here, 0x2')).not.toBe(kind('stval 0x1 here, 0x2'));
  expect(kind('mcause 0xd here, 0xf')).not.toBe(kind('mcause 0x9 here, 0xf'));
  expect(kindOfDifference('memory at area + 0xc01c: 0x1 here, 0x2 on QEMU')).toBe(
    kindOfDifference('memory at area + 0xd0a4: 0xff here, 0x0 on QEMU'),
  );
  expect(kindOfDifference('9 traps here, 12 on QEMU')).toBe(kindOfDifference('1 traps here, 2 on QEMU'));
  expect(kindOfDifference('status 1 here, 2 on QEMU')).not.toBe(kindOfDifference('1 traps here, 2 on QEMU'));
});

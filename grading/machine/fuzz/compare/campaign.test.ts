import { caseOf, compareBatch } from './campaign.js';
import type { Case } from '../case/case.js';
import { casesInBootRom } from '../harness/boot-rom.js';
import { batchImage } from '../harness/image.js';
import { word } from '../case/instruction.js';
import { runHere } from '../harness/run-here.js';
import { FIRST_AREA, AREA_BYTES } from '../case/layout.js';
import { isKnownQemu, qemuVersion } from '../harness/qemu.js';

const onQemu = isKnownQemu(qemuVersion()) ? test : test.skip;
const at = (index: number) => caseOf(6, index, FIRST_AREA + index * AREA_BYTES);

/** Jumps to itself in M-mode, where the harness's time limit does not reach it. */
function endless(test: Case): Case {
  const status = { clear: -1, set: 0x1800 };
  return {
    ...test,
    blocks: [{ mode: 'M', pc: test.area, status, statusHigh: status, body: [word(0x0000_006f)] }],
  };
}

onQemu('a program without end costs its own comparison, and says where to go on', () => {
  const { findings, finished, partly, done } = compareBatch([at(0), endless(at(1)), at(2)], 0, 3);
  expect(findings).toEqual([]);
  expect([finished + partly, done]).toEqual([1, 2]);
});

test("a page-table walk into QEMU's boot ROM is found in the trace, and in that case alone", () => {
  const cases = [796, 797, 798].map((index, at) => caseOf(105, index, FIRST_AREA + at * AREA_BYTES));
  expect([...casesInBootRom(cases)]).toEqual([1]);
});

onQemu("a program that differs only by QEMU's boot ROM is no finding", () => {
  const test = caseOf(105, 797, FIRST_AREA);
  expect(compareBatch([test]).findings).toEqual([]);
});

onQemu('a program that ends on QEMU and not here differs', () => {
  const cases = [at(0), at(1), at(2)];
  const hanging = batchImage(cases[0]!.features, [at(0), endless(at(1)), at(2)]);
  const { findings, done } = compareBatch(cases, 10, 60, (_, count, features) =>
    runHere(hanging, count, features),
  );
  expect(findings.map(({ index }) => index)).toEqual([11]);
  expect(done).toBe(2);
});

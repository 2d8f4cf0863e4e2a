/** What is read of a class, and how a record that cannot be used is told while the rest is read. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeClassFolder } from '../class-for-tests.js';
import { readReportClass } from './read-class.js';

const folder = mkdtempSync(join(tmpdir(), 'hyperlab-report-'));
afterAll(() => rmSync(folder, { recursive: true }));
const record = makeClassFolder(folder, 6, ['01', '08']);
const graded = record.students.filter(({ state }) => state === 'graded');
const fileOf = (index: number): string => join(folder, graded[index]!.key, 'result.json');
const change = (index: number, edit: (text: string) => string): void =>
  writeFileSync(fileOf(index), edit(readFileSync(fileOf(index), 'utf8')));

test('everybody is read, with every check of every exercise', () => {
  const { students, exercises, faults, sections } = readReportClass(folder);
  expect(faults).toEqual([]);
  expect(students.map(({ work }) => work.size)).toEqual(students.map(() => record.exercises.length));
  expect(exercises.map(({ checks }) => checks.reduce((sum, { maxPoints }) => sum + maxPoints, 0))).toEqual(
    record.exercises.map(({ maxScore }) => maxScore),
  );
  expect(sections[0]).toBe('platform-virtualization');
});

test('each record that cannot be used is told in one line with its file, and its student stays in the class', () => {
  change(0, (text) => text.slice(0, 5000));
  change(1, (text) => text.replace('"version": 2', '"version": 3'));
  change(2, (text) => text.replace(/"score": [\d.]+/, '"score": 1000'));
  change(3, (text) => text.replace(/"submission": ".*?"/, '"submission": "somebody-else"'));
  rmSync(fileOf(4));
  const { students, faults } = readReportClass(folder);
  const [damaged, newer, wrongSum, another, gone] = [0, 1, 2, 3, 4].map(fileOf);
  expect(faults).toEqual([
    expect.stringMatching(/is not JSON: .*mend it there/),
    `${newer}: is of version 3, and this hyperlab knows version 2: use the newer hyperlab that wrote it`,
    expect.stringMatching(/score: is 1000; make it the sum of its parts/),
    `${another}: is the result of "somebody-else": run hyperlab class again, it writes what counts`,
    `${gone}: is not there: run hyperlab class again, it writes what counts`,
  ]);
  expect([damaged, newer, wrongSum].map((file, index) => faults[index]!.startsWith(`${file}: `))).toEqual([
    true,
    true,
    true,
  ]);
  expect(students).toHaveLength(record.students.length);
  expect(students.filter(({ work }) => work.size > 0)).toHaveLength(graded.length - 5);
});

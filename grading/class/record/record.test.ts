/** `class.json`: what was written is read again; what breaks a rule, or comes from a newer hyperlab, is refused in a line. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exampleClass } from './example-class.js';
import { parseClass, readClass, writeClass } from './read-write.js';

const folder = mkdtempSync(join(tmpdir(), 'hyperlab-class-record-'));
afterAll(() => rmSync(folder, { recursive: true }));

const [ada, alan, grace] = exampleClass.students;

test('a class that was written is read again, and nothing else is left in the folder', () => {
  writeClass(folder, exampleClass);
  expect(readClass(folder)).toEqual(exampleClass);
  expect(readdirSync(folder)).toEqual(['class.json']);
});

test('a record that breaks a rule is not written, and the earlier one stays', () => {
  expect(() => writeClass(folder, { ...exampleClass, maxScore: 3 })).toThrow(
    'the record of the class breaks its schema: class.json: maxScore: is 3; make it the sum of the exercises, 15',
  );
  expect(readClass(folder)).toEqual(exampleClass);
});

test.each([
  ['two students of one key', [ada, ada], 'students: two have one key'],
  ['a total without the points by hand', [{ ...ada, total: 7.5 }], 'students[0].total: is 7.5; make it'],
  ['a score that the attempt does not have', [{ ...ada, score: 9 }], 'students[0].score: is 9; make it'],
  [
    'a state that the attempt does not have',
    [{ ...ada, state: 'failed' }],
    'students[0].state: is "failed"; make it',
  ],
  ['an attempt that counts and is not there', [{ ...ada, current: 3 }], 'which is not there'],
  ['a missing student with an attempt', [{ ...alan, state: 'missing' }], 'students[0].current: there is one'],
  [
    'two gradings that count',
    [
      {
        ...ada,
        attempts: ada!.attempts.map((one) => ({
          ...one,
          gradings: one.gradings.map((each) => ({ ...each, counts: true })),
        })),
      },
    ],
    'gradings: 2 of them count; make it 1',
  ],
])('%s: refused', (_what, students, words) => {
  expect(() => parseClass(JSON.stringify({ ...exampleClass, problems: [], students }))).toThrow(words);
});

test.each(['..', '../out', 'a/b', 'a\\b', 'a\0b'])(
  'a key or an exercise %j, which is no name of a folder, is refused',
  (name) => {
    const students = [{ ...grace, key: name }];
    expect(() => parseClass(JSON.stringify({ ...exampleClass, problems: [], students }))).toThrow(
      `students: the key ${JSON.stringify(name)} is no name of a folder`,
    );
    const exercises = exampleClass.exercises.map((each, index) =>
      index === 0 ? { ...each, id: name } : each,
    );
    expect(() => parseClass(JSON.stringify({ ...exampleClass, exercises }))).toThrow(
      `exercises: the id ${JSON.stringify(name)} is no name of a folder`,
    );
  },
);

test('a problem of a student who is not there is refused', () => {
  expect(() => parseClass(JSON.stringify({ ...exampleClass, students: [ada, alan] }))).toThrow(
    `problems[2].student: "${grace!.key}" is no key of a student`,
  );
});

test('a record of a newer version is refused as such', () => {
  const newer = JSON.stringify({ ...exampleClass, version: 2, newField: 1 }, null, 2);
  expect(() => parseClass(newer, 'out/class.json')).toThrow(
    /^out\/class\.json: is of version 2, and this hyperlab knows version 1: use the newer hyperlab that wrote it$/,
  );
});

test('a folder without a class, and a damaged file, are told with the path', () => {
  expect(() => readClass(join(folder, 'nowhere'))).toThrow(
    /nowhere\/class\.json: is not there: give the folder of --out/,
  );
  writeFileSync(join(folder, 'class.json'), '{"version": 1,');
  expect(() => readClass(folder)).toThrow(/class\.json: is not JSON/);
});

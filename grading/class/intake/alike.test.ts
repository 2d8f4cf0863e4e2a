/** Names that are nearly one, and runs that follow one another: nobody is silently lost, and nobody becomes somebody else. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoredStudent } from '../database/index.js';
import { readDownload } from '../downloads/read-download.js';
import { parseRoster } from '../../roster/index.js';
import { whoIsWho } from './people.js';

const top = mkdtempSync(join(tmpdir(), 'hyperlab-alike-'));
afterAll(() => rmSync(top, { recursive: true }));
let count = 0;

/** A run over folders of these names, after another run: who has what, and what is told. */
function run(names: readonly string[], known: readonly StoredStudent[] = [], rows?: string) {
  const folder = join(top, `${++count}`);
  [...names, 'somebody'].forEach((name) =>
    mkdirSync(join(folder, name, '01-bursty-tenants'), { recursive: true }),
  );
  const roster = rows === undefined ? undefined : parseRoster(rows, 'roster.csv');
  const { students, attempts, problems } = whoIsWho(readDownload(folder), roster, known);
  const others = students.filter(({ key }) => key !== 'somebody');
  return {
    students,
    keys: others
      .map(
        ({ key }) =>
          `${key}: ${attempts
            .get(key)!
            .map(({ source }) => source)
            .join(' ')}`,
      )
      .sort(),
    told: problems.filter(({ source }) => source !== 'somebody').map(({ message }) => message),
  };
}

test.each([
  ['in NFC and NFD', 'Zo\u00eb', 'Zoe\u0308'],
  ['in capitals', 'ADA', 'ada'],
  ['with a blank at its end', 'ada', 'ada '],
  ['with a blank before it', ' ada', 'ada'],
  ['in full-width letters', 'ada', '\uff41\uff44\uff41'],
  ['with a character that nobody sees', 'ada', 'ada\u200b'],
  ['with characters that no folder of results has', 'a:b', 'a?b'],
])('one name %s and again otherwise: two students, and one line says so', (_how, one, other) => {
  const first = run([one, other]);
  expect(first.keys).toHaveLength(2);
  expect(first.keys.every((line) => /: [^ ]* ?[^ ]*$/.test(line))).toBe(true);
  expect(first.told).toHaveLength(1);
  expect(first.told[0]).toMatch(
    /^".*" \(.*\) and ".*" \(.*\) are nearly one name, and are taken for 2 students: /,
  );
  // The next run knows each of them again, also from one of the two alone.
  expect(run([one, other], first.students).keys).toEqual(first.keys);
  for (const name of [one, other]) {
    expect(first.keys).toEqual(expect.arrayContaining(run([name], first.students).keys));
  }
});

test('names that are the same in their first 80 letters are two students', () => {
  const long = 'introduction-to-virtualization-'.repeat(4);
  expect(run([`${long}ada`, `${long}bob`]).keys).toHaveLength(2);
});

test('a folder that another system spells otherwise, or that was named in capitals, is the same student in the next run', () => {
  const first = run(['Zo\u00eb', 'ada']);
  expect(run(['Zoe\u0308', 'ADA'], first.students)).toMatchObject({
    keys: ['Zoë: Zoe\u0308', 'ada: ADA'],
    told: [],
  });
});

test('a folder that is like one of an earlier run is somebody new, who is told', () => {
  expect(run(['ada '], run(['ada']).students)).toMatchObject({
    keys: ['ada-2: ada '],
    told: [expect.stringMatching(/^"ada " \(ada-2\) and "ada" \(ada\) are nearly one name/) as string],
  });
});

test('a folder and an archive of one name are one student, who is told which counts', () => {
  expect(run(['ada', 'ada.zip'].slice(0, 1)).told).toEqual([]);
  expect(run(['ada', 'ada.tar.gz'])).toMatchObject({
    keys: ['ada: ada ada.tar.gz'],
    told: ["ada and ada.tar.gz are one student's, and nothing says which is the last: ada.tar.gz counts"],
  });
});

test('two folders of one student by the ids of the roster: told which counts', () => {
  expect(run(['0471', 'ada 0471'], [], 'name,id\nAda,0471\n')).toMatchObject({
    keys: ['0471: 0471 ada 0471'],
    told: ["0471 and ada 0471 are one student's, and nothing says which is the last: ada 0471 counts"],
  });
});

test('a roster of names alone knows everybody again: who hands in later, under another name, or never', () => {
  const rows = 'name\nAda Lovelace\nGrace Hopper\nAlan Turing\n';
  const first = run(['ada_lovelace', 'grace hopper'], [], rows);
  expect(first.keys).toEqual(['Alan-Turing: ', 'ada_lovelace: ada_lovelace', 'grace-hopper: grace hopper']);
  expect(run(['Lovelace Ada'], first.students, rows).keys).toEqual([
    'Alan-Turing: ',
    'ada_lovelace: Lovelace Ada',
    'grace-hopper: ',
  ]);
});

test('a roster that comes later finds who handed in before, by the name that one alone has', () => {
  const first = run(['ada lovelace', 'ann smith']);
  const rows = 'name,id\nAda Lovelace,1\nAnn Smith,2\nAnn Smith,3\n';
  expect(run([], first.students, rows).keys).toEqual(['Ann-Smith-2: ', 'Ann-Smith-3: ', 'ada-lovelace: ']);
});

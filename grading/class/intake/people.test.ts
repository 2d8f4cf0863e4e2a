/** Who is who: a download, a roster, and what the class knows from before. Nobody is lost, and nobody becomes somebody else. */
import type { StoredStudent } from '../database/index.js';
import type { HandedIn } from '../downloads/index.js';
import { parseRoster } from '../../roster/index.js';
import { makeKeys } from './keys.js';
import { whoIsWho } from './people.js';

const attempt = (name: string, ids: Record<string, string>, source: string, at?: string): HandedIn => ({
  person: { name, ids, maybe: ids['folder'] ? [ids['folder']] : [] },
  source,
  path: `/class/${source}`,
  ...(at && { at }),
});
const roster = parseRoster(
  'name,id,section\nAnn Smith,1,A\nAnn Smith,2,B\nAda Lovelace,3,A\nGrace Hopper,4,B\n',
  'r.csv',
);

function told(
  handedIn: readonly HandedIn[],
  withRoster = true,
  known: readonly StoredStudent[] = [],
): string[] {
  const { students, attempts, problems } = whoIsWho({ handedIn }, withRoster ? roster : undefined, known);
  return [
    ...students.map(({ key, name, listed }) => {
      const sources = attempts.get(key)!.map(({ source }) => source);
      return `${key}: ${name}${listed ? ` of ${listed.section}` : ''}: ${sources.join(', ') || 'nothing'}`;
    }),
    ...problems.map(({ kind, student, message }) => `${kind} ${student}: ${message}`),
  ];
}

test('without a roster everybody is who the platform says, and two of one name are told apart by their ids', () => {
  const handedIn = [
    attempt('smithann', { canvas: '9' }, 'a-1.zip'),
    attempt('smithann', { canvas: '7' }, 'b.zip'),
    attempt('smithann', { canvas: '9' }, 'a-2.zip'),
    attempt('lovelaceada', { canvas: '5' }, 'c.zip'),
  ];
  expect(told(handedIn, false)).toEqual([
    'smithann-9: smithann: a-1.zip, a-2.zip',
    'smithann-7: smithann: b.zip',
    'lovelaceada: lovelaceada: c.zip',
  ]);
});

test('with a roster its names count, and whoever handed nothing in is there as well', () => {
  expect(
    told([attempt('lovelaceada', { canvas: '5' }, 'c.zip'), attempt('X', { id: '2' }, 'd.zip')]),
  ).toEqual([
    'Ada-Lovelace: Ada Lovelace of A: c.zip',
    'Ann-Smith-2: Ann Smith of B: d.zip',
    'Ann-Smith-1: Ann Smith of A: nothing',
    'Grace-Hopper: Grace Hopper of B: nothing',
  ]);
});

test('who cannot be matched keeps a folder of their own, and is told', () => {
  const handedIn = [
    attempt('smithann', { canvas: '9' }, 'a.zip'),
    attempt('turingalan', { canvas: '8' }, 'b.zip'),
    attempt('Grace Hopper', { moodle: '1' }, 'c.zip'),
    attempt('Hopper Grace', { moodle: '2' }, 'd.zip'),
  ];
  const lines = told(handedIn);
  expect(lines).toContain('smithann: smithann: a.zip');
  expect(lines).toContain('turingalan: turingalan: b.zip');
  expect(lines).toContain('Grace-Hopper-1: Grace Hopper: c.zip');
  expect(lines).toContain('Hopper-Grace: Hopper Grace: d.zip');
  expect(lines).toContain('Grace-Hopper-4: Grace Hopper of B: nothing');
  expect(lines.slice(-4)).toEqual([
    'ambiguous smithann: a.zip: smithann may be Ann Smith on line 2 or Ann Smith on line 3 of the roster, by the name',
    'unmatched turingalan: b.zip: turingalan is not in the roster',
    'ambiguous Grace-Hopper-1: c.zip: Grace Hopper may be Grace Hopper on line 5 of the roster, but 2 people here have that name',
    'ambiguous Hopper-Grace: d.zip: Hopper Grace may be Grace Hopper on line 5 of the roster, but 2 people here have that name',
  ]);
});

test('one of the two has the id: that one is the student, and the other is told', () => {
  const lines = told([
    attempt('Grace Hopper', { id: '4' }, 'c.zip'),
    attempt('Grace Hopper', { moodle: '2' }, 'd.zip'),
  ]);
  expect(lines[0]).toBe('Grace-Hopper-4: Grace Hopper of B: c.zip');
  expect(lines).toContain(
    'ambiguous Grace-Hopper-2: d.zip: Grace Hopper may be Grace Hopper on line 5 of the roster, but somebody else has that student’s id',
  );
});

test('one student under two ids is one student, with both attempts by their times', () => {
  const handedIn = [
    attempt('Ada', { id: '3' }, 'late.zip', '2026-11-30T00:00:00.000Z'),
    attempt('Ada Lovelace', { folder: '3' }, 'early', '2026-11-29T00:00:00.000Z'),
  ];
  expect(told(handedIn)[0]).toBe('3: Ada Lovelace of A: early, late.zip');
});

test('who is known keeps the folder, when the roster comes later and when a namesake does', () => {
  const known: StoredStudent[] = [{ key: 'lovelaceada', name: 'lovelaceada', ids: { canvas: '5' } }];
  expect(told([attempt('lovelaceada', { canvas: '5' }, 'c.zip')], true, known)[0]).toBe(
    'lovelaceada: Ada Lovelace of A: c.zip',
  );
  expect(told([attempt('lovelaceada', { canvas: '6' }, 'd.zip')], false, known)).toEqual([
    'lovelaceada-6: lovelaceada: d.zip',
  ]);
});

test('a folder is never called like a file of the class, nor like another one in other letters', () => {
  const ids = { id: '7' };
  expect(
    makeKeys(
      [
        { name: 'class.json', ids },
        { name: 'Class-Database', ids },
        { name: 'ADA', ids },
      ],
      ['ada'],
    ),
  ).toEqual(['class.json-7', 'Class-Database-7', 'ADA-7']);
});

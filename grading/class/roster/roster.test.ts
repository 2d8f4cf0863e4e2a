/** Rosters as platforms and people write them, and who of them somebody in a download is. */
import type { Person } from '../downloads/index.js';
import { RosterIndex } from './match.js';
import { parseRoster } from './read-roster.js';

const plain = `name,id,email,github,section,extra time
Ada Lovelace,0471,ada@example.org,countess,Tuesday,2 days
Grace Hopper,4712,grace@example.org,amazing-grace,Friday,
Jürgen Müller-Lüdenscheid,4713,jm@example.org,,Friday,25 %
`;
const students = parseRoster(plain, 'roster.csv');

test('a row tells name, ids, section and extra time, and is kept by its own columns', () => {
  expect(students).toHaveLength(3);
  expect(students[0]).toMatchObject({
    line: 2,
    name: 'Ada Lovelace',
    ids: { id: '0471', email: 'ada@example.org', github: 'countess' },
    section: 'Tuesday',
    extraTime: { text: '2 days', hours: 48 },
    row: { name: 'Ada Lovelace', 'extra time': '2 days' },
  });
  expect(students[1]).not.toHaveProperty('extraTime');
  expect(students[2]!.extraTime).toEqual({ text: '25 %' });
});

test.each([
  [
    'Canvas',
    'Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n"Lovelace, Ada",111,0471,ada,Tue\n',
    { line: 3, name: 'Ada Lovelace', ids: { canvas: '111', id: '0471', login: 'ada' }, section: 'Tue' },
  ],
  [
    'Moodle',
    '\uFEFFIdentifier;Full name;Email address\nParticipant 12345;Ada Lovelace;ada@example.org\n',
    { line: 2, name: 'Ada Lovelace', ids: { moodle: '12345', email: 'ada@example.org' } },
  ],
  [
    'Gradescope',
    'First Name,Last Name,SID,Email,Section\nAda,Lovelace,0471,ada@example.org,\n',
    { line: 2, name: 'Ada Lovelace', ids: { id: '0471', email: 'ada@example.org' } },
  ],
  [
    'GitHub Classroom',
    'identifier,github_username,github_id,name\nada@example.org,countess,99,\n',
    { line: 2, name: 'ada@example.org', ids: { id: 'ada@example.org', github: 'countess' } },
  ],
])('a roster of %s', (_platform, text, expected) => {
  expect(parseRoster(text, 'roster.csv')).toMatchObject([expected]);
});

test.each([
  [
    'the same id twice',
    `${plain}Ada King,0471,k@example.org,,,`,
    'line 5: Ada King has the id "0471" of Ada Lovelace on line 2',
  ],
  [
    'the same address in other letters',
    `${plain}A,1,ADA@example.org,,,`,
    'has the email "ADA@example.org" of Ada Lovelace',
  ],
  ['the same name without any id', 'name\nAda\nada\n', 'line 3: ada has the name "ada" of Ada on line 2'],
  ['a row with a field too many', 'name,id\nAda,1\nGrace,2,3\n', 'roster.csv: line 3: '],
  ['a quote that never ends', 'name,id\n"Ada,1\nGrace,2\n', 'roster.csv: line '],
  [
    'no column that tells who',
    'points,section\n3,A\n',
    'line 1: no column tells who a student is ("points", "section")',
  ],
  ['nothing in it', '\n', 'roster.csv: is empty'],
])('%s: told with file and line', (_what, text, words) => {
  expect(() => parseRoster(text, 'roster.csv')).toThrow(words);
});

const person = (name: string, ids: Person['ids'] = {}, maybe: Person['maybe'] = []): Person => ({
  name,
  ids,
  maybe,
});
const index = new RosterIndex(students);
const who = (someone: Person): string => {
  const match = index.match(someone);
  return 'student' in match ? `${match.student.name}${match.byId ? ' by id' : ''}` : match.message;
};

test.each([
  ['an id', person('X', { id: '4712' }), 'Grace Hopper by id'],
  ['an address in other letters', person('X', { email: 'ADA@Example.org' }), 'Ada Lovelace by id'],
  [
    'the end of a repository’s name',
    person('grace', { github: 'x' }, ['lab-amazing-grace', 'amazing-grace']),
    'Grace Hopper by id',
  ],
  [
    'a word of a folder’s name',
    person('hopper 4712', { folder: 'hopper_4712' }, ['hopper_4712', '4712']),
    'Grace Hopper by id',
  ],
  ['Canvas’ name', person('lovelaceada', { canvas: '9' }), 'Ada Lovelace'],
  ['a name with the last one first', person('Müller-Lüdenscheid Jürgen'), 'Jürgen Müller-Lüdenscheid'],
  ['a name without marks', person('jurgen muller ludenscheid'), 'Jürgen Müller-Lüdenscheid'],
  ['a name that nobody has', person('Alan Turing'), 'Alan Turing is not in the roster'],
  [
    'a name with another address',
    person('Ada Lovelace', { email: 'other@example.org' }),
    'Ada Lovelace is not in the roster',
  ],
])('a student is found by %s', (_what, someone, expected) => {
  expect(who(someone)).toBe(expected);
});

test('a name of two students is nobody’s until an id tells', () => {
  const twins = new RosterIndex(parseRoster('name,id\nAnn Smith,1\nAnn Smith,2\n', 'roster.csv'));
  expect(twins.match(person('smithann', { canvas: '9' }))).toEqual({
    reason: 'ambiguous',
    message: 'smithann may be Ann Smith on line 2 or Ann Smith on line 3 of the roster, by the name',
  });
  expect(twins.match(person('Ann Smith', { id: '2' }))).toMatchObject({ student: { line: 3 }, byId: true });
});

/** Who of the roster somebody in a download is. */
import { parseRoster } from '../../roster/index.js';
import type { Person } from '../downloads/index.js';
import { RosterIndex } from './match.js';

const plain = `name,id,email,github,section,extra time
Ada Lovelace,0471,ada@example.org,countess,Tuesday,2 days
Grace Hopper,4712,grace@example.org,amazing-grace,Friday,
Jürgen Müller-Lüdenscheid,4713,jm@example.org,,Friday,25 %
`;
const students = parseRoster(plain, 'roster.csv');

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

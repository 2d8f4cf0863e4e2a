/** Rosters as platforms and people write them, and what is wrong with them in one line. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCsv, writeCsv } from './csv.js';
import { parseRoster, readRoster } from './read-roster.js';

const folder = mkdtempSync(join(tmpdir(), 'roster-'));
afterAll(() => rmSync(folder, { recursive: true }));

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
  expect(students[0]).not.toHaveProperty('unreadTime');
  expect(students[2]).toMatchObject({
    extraTime: { text: '25 %' },
    unreadTime:
      'roster.csv: line 4: extra time "25 %" moves no deadline: write it like "2 days" or "36h" (until then it is told as a text)',
  });
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
  [
    'a quote that never ends',
    'name,id\nEve,0\n\n"Ada,1\nGrace,2\n',
    'line 4: a quote opens here and never closes',
  ],
  ['a quote inside of a cell', 'name,id\nAda "A" L,1\n', 'line 2: a quote stands inside of a cell'],
  [
    'a row that is too short',
    'name,id\n"A\nB",1\nGrace\n',
    'line 4: the row has 1 cells, and the first row has 2',
  ],
  ['two columns of one meaning', 'name,email,mail\nAda,a,b\n', 'line 1: "email" and "mail" mean the same'],
  ['extra time without end', `name,extra time\nAda,${'9'.repeat(400)} h\n`, 'line 2: extra time "999'],
  ['a submission twice', 'submission,name\nada,A\nADA,B\n', 'line 3: B has the folder "ADA" of A on line 2'],
  [
    'no column that tells who',
    'points,section\n3,A\n',
    'line 1: no column tells who a student is ("points", "section")',
  ],
  ['nothing in it', '\n', 'roster.csv: is empty'],
])('%s: told with file and line', (_what, text, words) => {
  expect(() => parseRoster(text, 'roster.csv')).toThrow(words);
});

test.each([
  [
    'semicolons, as Excel in German writes them',
    Buffer.from('\uFEFFname;id;section\r\n"Ada; L.";0471;Di,Mi\r\n'),
  ],
  ['UTF-16, as Excel saves Unicode text', Buffer.from('\uFEFFname\tid\r\nAda; L.\t0471\r\n', 'utf16le')],
  [
    'a line that names the separator',
    Buffer.from('sep=;\r\nname;id\r\nAda\\; L.;0471\r\n'.replace('\\;', ',')),
  ],
  ['line ends of several kinds', Buffer.from('name,id\r\nAda L.,0471\n"Grace\nH.",4712\r')],
])('%s', (_what, bytes) => {
  const file = join(folder, 'roster.csv');
  writeFileSync(file, bytes);
  expect(readRoster(file)[0]).toMatchObject({ ids: { id: '0471' } });
});

test.each([
  ['that is not there', 'none.csv', undefined, 'none.csv: does not exist: check the path'],
  [
    'that is a picture',
    'a.csv',
    Buffer.from([0x89, 0x50, 0, 1]),
    'a.csv: is no text: save it as CSV in UTF-8',
  ],
  ['that is a folder', '.', undefined, 'cannot be read (EISDIR)'],
])('a roster %s is told in one line', (_what, name, bytes, words) => {
  const file = join(folder, name);
  if (bytes !== undefined) {
    writeFileSync(file, bytes);
  }
  expect(() => readRoster(file)).toThrow(words);
});

test('no cell is a formula in any spreadsheet, and every other text comes back as it was', () => {
  const formulas = ['=1', '+a', '-a', '@SUM(1)', '\uff1d1', 'x;=cmd()', 'a\t=1'];
  const texts = [
    '-17',
    '+49123',
    '1,5',
    'a "b"',
    'x;y',
    'line\nend',
    "'=1",
    'ab=1',
    '👍\u202e',
    'N'.repeat(100_000),
  ];
  const written = writeCsv([['formula'], ...[...formulas, ...texts].map((text) => [text])]);
  const cells = readCsv(written, 'x.csv').map(({ cells: [cell] }) => cell);
  expect(cells.slice(1)).toEqual([
    "'=1",
    "'+a",
    "'-a",
    "'@SUM(1)",
    "'\uff1d1",
    "x;'=cmd()",
    "a\t'=1",
    ...texts,
  ]);
  // In German the semicolon is what separates cells.
  expect(written).toContain('"x;y"');
});

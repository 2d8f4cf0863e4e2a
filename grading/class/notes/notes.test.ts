/** The notes file: what it says reaches the right students; what is wrong in it is told with file and line. */
import type { Manifest } from '../../result/index.js';
import type { GradingSummary, StoredAttempt, StoredStudent } from '../database/index.js';
import { hoursLate, instructorPart, studentRemarks } from './instructor-part.js';
import { parseCsvNotes } from './read-csv.js';
import { parseYamlNotes } from './read-yaml.js';
import { resolveNotes } from './resolve.js';

const students: StoredStudent[] = [
  {
    key: 'ada',
    name: 'Ada Lovelace',
    ids: { id: '0471', email: 'ada@example.org' },
    listed: { row: {}, extraTime: { text: '1 day', hours: 24 } },
  },
  { key: 'ann-1', name: 'Ann Smith', ids: { canvas: '1' } },
  { key: 'ann-2', name: 'Ann Smith', ids: { canvas: '2' } },
];
const manifests = [
  { id: '01-bursty-tenants', checks: [{ id: 'edges' }, { id: 'shared' }] },
  { id: '08-trap-and-emulate', checks: [{ id: 'boots' }] },
] as unknown as Manifest[];
const summary: GradingSummary = {
  score: 2.5,
  maxScore: 3,
  exercises: [{ id: '01-bursty-tenants', handedIn: true, score: 2.5, maxScore: 3, failed: ['edges'] }],
};

const yaml = `version: 1
deadline: 2026-11-30T23:59:00+01:00
students:
  0471:
    lateDays: 1
    notes:
      - A fine start.
      - { exercise: 1, check: edges, text: "Look: again" }
    points:
      - { exercise: 01, check: edges, points: 0.5, reason: The page was unclear. }
      - { points: -0.2, reason: Copied a comment. }
  ann-2:
    extraTime: 25 %
notes:
  - { exercise: 01-bursty-tenants, check: edges, text: For all who failed. }
  - students: [ann-1, Ada Lovelace]
    text: Come and see me.
`;
const csv = `student;exercise;check;points;reason;note;late days;extra time
0471;;;;;A fine start.;1;
ada@example.org;1;edges;;;"Look: again";;
ada;01;edges;0,5;The page was unclear.;;;
ada;;;-0.2;Copied a comment.;;;
ann-2;;;;;;;25 %
;01;edges;;;For all who failed.;;
ann-1;;;;;Come and see me.;;
ada;;;;;Come and see me.;;
`;

test.each([
  ['YAML', () => parseYamlNotes(yaml, 'notes.yml')],
  ['CSV', () => ({ ...parseCsvNotes(csv, 'notes.csv'), deadline: '2026-11-30T22:59:00.000Z' })],
])('what %s says reaches the students by folder, id, address or name', (_kind, read) => {
  const notes = resolveNotes(read(), students, manifests);
  expect(instructorPart(notes, students[0]!, summary)).toEqual({
    notes: [
      { text: 'A fine start.' },
      { exercise: '01-bursty-tenants', check: 'edges', text: 'Look: again' },
      { text: 'Come and see me.' },
      { exercise: '01-bursty-tenants', check: 'edges', text: 'For all who failed.' },
    ],
    byHand: [
      { exercise: '01-bursty-tenants', check: 'edges', points: 0.5, reason: 'The page was unclear.' },
      { points: -0.2, reason: 'Copied a comment.' },
    ],
    lateDays: 1,
    extraTime: { text: '1 day', hours: 24 },
  });
  // Whoever did not fail the check, or handed nothing in, hears nothing of it.
  expect(instructorPart(notes, students[1]!, { ...summary, exercises: [] }).notes).toEqual([
    { text: 'Come and see me.' },
  ]);
  expect(instructorPart(notes, students[2]!, undefined)).toEqual({
    notes: [],
    byHand: [],
    extraTime: { text: '25 %' },
  });
  expect(notes.deadline).toBe('2026-11-30T22:59:00.000Z');
});

test('a folder is found by its own name, also beside one in other letters, and as another system spells it', () => {
  const alike: StoredStudent[] = [
    { key: 'Zo\u00eb', name: 'Zoë', ids: { folder: 'Zo\u00eb' } },
    { key: 'zo\u00eb-2', name: 'zoë', ids: { folder: 'zo\u00eb' } },
  ];
  const text = 'students:\n  Zoe\u0308: { notes: x }\n';
  expect([...resolveNotes(parseYamlNotes(text, 'notes.yml'), alike, []).students.keys()]).toEqual([
    'Zo\u00eb',
  ]);
});

test('late is what comes after the deadline, granted days and extra time', () => {
  const notes = resolveNotes(parseYamlNotes(yaml, 'notes.yml'), students, manifests);
  expect(hoursLate(notes, students[0]!, '2026-12-02T22:59:00.000Z')).toBeUndefined(); // two days, and both are granted
  expect(hoursLate(notes, students[0]!, '2026-12-03T01:29:00.000Z')).toBe(2.5);
  expect(hoursLate(notes, students[1]!, '2026-12-02T22:59:00.000Z')).toBe(48);
  expect(hoursLate(notes, students[1]!, undefined)).toBeUndefined();
});

test('a page tells the total with the points by hand, without rests of binary fractions', () => {
  const notes = resolveNotes(parseYamlNotes(yaml, 'notes.yml'), students, manifests);
  const attempt = { markedLate: false } as StoredAttempt;
  expect(studentRemarks(notes, students[0]!, attempt, summary)).toMatchObject({
    total: 2.8,
    maxScore: 3,
    lateDays: 1,
  });
  expect(studentRemarks(notes, students[1]!, { ...attempt, markedLate: true }, undefined)).toMatchObject({
    markedLate: true,
  });
});

test.each([
  [
    'a field that is not known',
    'students:\n  ada:\n    pionts: 3\n',
    'line 3: "pionts" is not known in what is said of ada',
  ],
  [
    'points that are no number',
    'students:\n  ada:\n    points:\n      - {points: two, reason: x}\n',
    'line 4: "points" is "two": write a number',
  ],
  [
    'points without a reason',
    'students:\n  ada:\n    points: {points: 2}\n',
    'line 3: points must have a "reason"',
  ],
  ['a deadline without a zone', 'deadline: 2026-11-30 23:59\n', 'line 1: "2026-11-30 23:59" is no time'],
  [
    'a deadline on a day that is none',
    'deadline: 2026-02-30T10:00:00Z\n',
    'line 1: "2026-02-30T10:00:00Z" is no time',
  ],
  ['a deadline in no hour', 'deadline: 2026-02-28T25:00:00Z\n', 'line 1: "2026-02-28T25:00:00Z" is no time'],
  [
    'points that are no double',
    `students:\n  ada:\n    points: {points: 1${'0'.repeat(400)}, reason: x}\n`,
    'line 3: "points" is "1000',
  ],
  [
    'extra time without end',
    `students:\n  ada: {extraTime: 1${'0'.repeat(400)} h}\n`,
    'line 2: extra time "1000',
  ],
  [
    'days in another notation',
    'students:\n  ada: {lateDays: 0x2}\n',
    'line 2: late days "0x2": write a number of days',
  ],
  [
    'a check without its exercise',
    'notes:\n  - {check: edges, text: x}\n',
    'line 2: the check "edges" is of which exercise?',
  ],
  ['a note for nobody', 'notes:\n  - hello\n', 'line 2: a note for all must say which check it is about'],
  [
    'a student twice',
    'students:\n  ada: {lateDays: 1}\n  ada: {lateDays: 2}\n',
    'line 3: Map keys must be unique',
  ],
  ['no YAML', 'students:\n  ada: {notes: [}\n', 'line 2: '],
  ['days below none', 'students:\n  ada: {lateDays: -1}\n', 'line 2: late days "-1": write a number of days'],
  [
    'a second document, which nobody would read',
    'students: {}\n---\nstudents: {ada: {lateDays: 1}}\n',
    'line 2: a second document begins here: take the line "---" out',
  ],
  [
    'a text that YAML takes for something else',
    'students:\n  ada:\n    notes: *Well\n',
    'line 3: a text that begins with "*" goes into quotes',
  ],
  ['a newer version', 'version: 2\n', 'line 1: version 2 is not known'],
])('YAML with %s is told with file and line', (_what, text, words) => {
  expect(() => parseYamlNotes(text, 'notes.yml')).toThrow(`notes.yml: ${words}`);
});

test.each([
  ['a column that is not known', 'student,pionts\nada,3\n', 'line 1: no column is called "pionts"'],
  [
    'points that are no number',
    'student,points,reason\nada,two,x\n',
    'line 2: points are "two": write a number',
  ],
  ['points without a reason', 'student,points,reason\n\nada,2,\n', 'line 3: points need a reason'],
  ['a row too long', 'student,note\nada,x,y\n', 'line 2: '],
  ['a note for nobody', 'student,note\n,x\n', 'line 2: a note is for whom?'],
  ['points without end', 'student,points,reason\nada,Infinity,x\n', 'line 2: points are "Infinity": write'],
  ['days below none', 'student,late days\nada,-1\n', 'line 2: late days "-1": write a number of days'],
  ['a column twice', 'student,note,Note\nada,x,y\n', 'line 1: two columns are called "note"'],
])('CSV with %s is told with file and line', (_what, text, words) => {
  expect(() => parseCsvNotes(text, 'notes.csv')).toThrow(`notes.csv: ${words}`);
});

test.each([
  [
    'a student who is not there',
    'students:\n  adda: {lateDays: 1}\n',
    'line 2: nobody in the class is called "adda"',
  ],
  [
    'a name of two',
    'students:\n  Ann Smith: {lateDays: 1}\n',
    'line 2: "Ann Smith" may be ann-1 or ann-2: use the name of the folder',
  ],
  [
    'an exercise that is not there',
    'notes:\n  - {exercise: 02, check: x, text: y}\n',
    'line 2: "02" is no exercise of this class: use one of 01, 08',
  ],
  [
    'a check that is not there',
    'notes:\n  - {exercise: 01, check: egdes, text: y}\n',
    'line 2: "egdes" is no check of 01-bursty-tenants: use one of edges, shared',
  ],
  [
    'days of one student twice',
    'students:\n  ada: {lateDays: 1}\n  0471: {lateDays: 2}\n',
    'line 3: late days or extra time of "0471" are said twice',
  ],
])('%s is told with file and line', (_what, text, words) => {
  expect(() => resolveNotes(parseYamlNotes(text, 'notes.yml'), students, manifests)).toThrow(
    `notes.yml: ${words}`,
  );
});

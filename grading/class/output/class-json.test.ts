/** What the state of a class gives a person to look at. */
import { parseRoster } from '../../roster/index.js';
import type { StoredStudent } from '../database/index.js';
import { whoIsWho } from '../intake/people.js';
import { parseYamlNotes } from '../notes/read-yaml.js';
import { noNotes, resolveNotes, type ClassNotes } from '../notes/index.js';
import { classRecord } from './class-json.js';

const rows = 'name,id,extra time\nAda,1,sure\nBob,2,2 days\nEve,3,"25 %\n(doctor)"\nZoe,4,none\n';
const { students } = whoIsWho({ handedIn: [] }, parseRoster(rows, '/course/roster.csv'), []);
const identity = { suite: 's', engine: 'e', seed: 1, lecture: 'l', exercises: [] };

function timeProblems(notes: ClassNotes, of: readonly StoredStudent[] = students): string[] {
  const view = {
    id: 'c',
    settings: {},
    students: of.map((student) => ({ student, attempts: [] })),
    remarks: [],
  };
  return classRecord(view, { exercises: [] }, identity, notes)
    .problems.filter(({ kind }) => kind === 'other')
    .map(({ student, message }) => `${student}: ${message}`);
}

const how = 'moves no deadline: write it like "2 days" or "36h" (until then it is told as a text)';

test('extra time that moves no deadline is a problem, with file and line, for each student who has it', () => {
  expect(timeProblems(noNotes)).toEqual([
    `Ada: roster.csv: line 2: extra time "sure" ${how}`,
    `Eve: roster.csv: line 4: extra time "25 %�(doctor)" ${how}`,
  ]);
  expect(students[0]!.listed).toMatchObject({ extraTime: { text: 'sure' } });
});

test('what the notes file says of it is before the roster: a time there mends it, other words there are told', () => {
  const yaml = 'students:\n  Ada: { extraTime: 1 week }\n  Bob:\n    extraTime: half as much again\n';
  const notes = resolveNotes(parseYamlNotes(yaml, 'notes.yml'), students, []);
  expect(timeProblems(notes)).toEqual([
    `Bob: notes.yml: line 3: extra time "half as much again" ${how}`,
    `Eve: roster.csv: line 4: extra time "25 %�(doctor)" ${how}`,
  ]);
});

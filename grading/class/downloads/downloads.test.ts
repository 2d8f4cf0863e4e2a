/** What platforms give, read from folders as they pack them. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDownload } from './read-download.js';

const top = mkdtempSync(join(tmpdir(), 'hyperlab-downloads-'));
afterAll(() => rmSync(top, { recursive: true }));
let count = 0;

/** A folder with these names in it: those that end in `/` are folders. */
function folderWith(names: readonly string[], texts: Readonly<Record<string, string>> = {}): string {
  const folder = join(top, `class-${++count}`);
  mkdirSync(folder);
  for (const name of names) {
    const path = join(folder, name);
    mkdirSync(name.endsWith('/') ? path : join(path, '..'), { recursive: true });
    if (!name.endsWith('/')) {
      writeFileSync(path, texts[name] ?? '');
    }
  }
  return folder;
}

/** Each attempt as `name <ids>: source`, in order. */
function told(folder: string, except?: readonly string[]): string[] {
  return readDownload(folder, except).handedIn.map(({ person, source, at, markedLate }) => {
    const ids = Object.entries(person.ids).map(([kind, id]) => `${kind} ${id}`);
    return `${person.name} <${ids.join(', ')}>: ${source}${at ? ` at ${at}` : ''}${markedLate ? ' late' : ''}`;
  });
}

const remarks = (folder: string): string[] =>
  readDownload(folder).remarks.map(({ kind, message }) => `${kind}: ${message}`);

test('Canvas: names with ids, late marks, and resubmissions, of which the latest comes last', () => {
  const folder = folderWith([
    'hoppergrace_222_90_lab.tar-2.gz',
    'hoppergrace_222_80_lab.tar-10.gz',
    'hoppergrace_222_70_lab.tar.gz',
    'lovelace_ada_LATE_111_60_lab-1.zip',
    'lovelace_ada_111_50_lab.zip',
    'lovelace_ada_111_51_notes.txt',
    'turingalan_333_99_first.zip',
    'turingalan_333_98_zweite.zip',
  ]);
  expect(told(folder)).toEqual([
    'hoppergrace <canvas 222>: hoppergrace_222_70_lab.tar.gz',
    'hoppergrace <canvas 222>: hoppergrace_222_90_lab.tar-2.gz',
    'hoppergrace <canvas 222>: hoppergrace_222_80_lab.tar-10.gz',
    'lovelace ada <canvas 111>: lovelace_ada_111_50_lab.zip',
    'lovelace ada <canvas 111>: lovelace_ada_LATE_111_60_lab-1.zip late',
    'turingalan <canvas 333>: turingalan_333_98_zweite.zip',
    'turingalan <canvas 333>: turingalan_333_99_first.zip',
  ]);
  expect(remarks(folder)).toEqual([
    "passed over: lovelace_ada_111_51_notes.txt is a file, and no archive: nobody's work was read from it",
  ]);
});

test('two people of one name are two people, since their ids differ', () => {
  const folder = folderWith(['smithann_1_10_lab.zip', 'smithann_2_11_lab.zip']);
  expect(told(folder)).toEqual([
    'smithann <canvas 1>: smithann_1_10_lab.zip',
    'smithann <canvas 2>: smithann_2_11_lab.zip',
  ]);
});

test('Moodle: a folder for each student, or all files side by side; a text alone is still somebody’s', () => {
  const folder = folderWith([
    'Ada Lovelace_12345_assignsubmission_file/lab.zip',
    'Grace Hopper_12346_assignsubmission_file_/08-x/emulate.ts',
    'Jürgen O’Neil_12347_assignsubmission_file_work.zip',
    'Jürgen O’Neil_12347_assignsubmission_file_other.zip',
    'Jürgen O’Neil_12347_assignsubmission_onlinetext_onlinetext.html',
    'Alan Turing_12348_assignsubmission_onlinetext_onlinetext.html',
  ]);
  expect(told(folder)).toEqual([
    'Ada Lovelace <moodle 12345>: Ada Lovelace_12345_assignsubmission_file',
    'Alan Turing <moodle 12348>: Alan Turing_12348_assignsubmission_onlinetext_onlinetext.html',
    'Grace Hopper <moodle 12346>: Grace Hopper_12346_assignsubmission_file_',
    'Jürgen O’Neil <moodle 12347>: Jürgen O’Neil_12347_assignsubmission_file_other.zip',
    'Jürgen O’Neil <moodle 12347>: Jürgen O’Neil_12347_assignsubmission_file_work.zip',
  ]);
  expect(remarks(folder)).toContainEqual(
    'ambiguous: Jürgen O’Neil_12347_assignsubmission_file_other.zip and Jürgen O’Neil_12347_assignsubmission_file_work.zip ' +
      'were handed in by one student at one time: Jürgen O’Neil_12347_assignsubmission_file_work.zip counts',
  );
});

const metadata = `---
submission_7:
  :submitters:
  - :name: Ada Lovelace
    :sid: '0471'
    :email: ada@example.org
  :created_at: 2026-11-28 10:00:00.516680000 Z
  :score: 0.0
  :history: []
submission_5:
  :submitters:
  - :name: Ada Lovelace
    :sid: '0471'
    :email: ada@example.org
  - :name: Grace Hopper
    :sid: 4712
  :created_at: 2026-11-27 23:30:00 -0500
submission_9:
  :submitters:
  - :name: Alan Turing
    :sid: '4713'
`;

test('Gradescope: the metadata says whose each folder is; a group is each of its members, and times tell the order', () => {
  const folder = folderWith(
    ['submission_metadata.yml', 'submission_5/', 'submission_7/', 'submission_8/', 'submission_9.txt'],
    { 'submission_metadata.yml': metadata },
  );
  expect(told(folder)).toEqual([
    'Ada Lovelace <id 0471, email ada@example.org>: submission_5 at 2026-11-28T04:30:00.000Z',
    'Grace Hopper <id 4712>: submission_5 at 2026-11-28T04:30:00.000Z',
    'Ada Lovelace <id 0471, email ada@example.org>: submission_7 at 2026-11-28T10:00:00.516Z',
    'submission 8 <folder submission_8>: submission_8',
  ]);
  expect(remarks(folder)[0]).toBe(
    'other: submission_metadata.yml has submission_9 of Alan Turing, and there is no such folder',
  );
});

test('metadata with a typo loses nobody: each folder is read as it is, and the line is told', () => {
  const folder = folderWith(['submission_metadata.yml', 'submission_5/', 'submission_7/'], {
    'submission_metadata.yml': 'submission_5:\n  :submitters: [\n  - x: }\n',
  });
  expect(told(folder)).toHaveLength(2);
  expect(remarks(folder)[0]).toMatch(/^other: submission_metadata\.yml: line 3: is not YAML: /);
});

test('GitHub: clones side by side, with the assignment’s name before the student’s', () => {
  const folder = folderWith(['virt-lab-ada/.git/', 'virt-lab-grace-h/.git/', 'virt-lab-Bob/.git/', 'notes/']);
  expect(told(folder)).toEqual([
    'Bob <github Bob, folder virt-lab-Bob>: virt-lab-Bob',
    'ada <github ada, folder virt-lab-ada>: virt-lab-ada',
    'grace-h <github grace-h, folder virt-lab-grace-h>: virt-lab-grace-h',
    'notes <folder notes>: notes',
  ]);
});

test('plain folders and archives; leftovers of Windows and macOS are nobody', () => {
  const folder = folderWith([
    'ada/',
    'grace hopper.tar.gz',
    '__MACOSX/',
    '._ada',
    '.DS_Store',
    'Thumbs.db',
    'desktop.ini',
    'out/',
    'marks.xlsx',
  ]);
  symlinkSync('/etc', join(folder, 'link'));
  expect(told(folder, [join(folder, 'out')])).toEqual([
    'ada <folder ada>: ada',
    'grace hopper <folder grace hopper>: grace hopper.tar.gz',
  ]);
  expect(remarks(folder)).toEqual([
    "passed over: link is a symbolic link: nobody's work was read from it",
    "passed over: marks.xlsx is a file, and no archive: nobody's work was read from it",
  ]);
});

test('a name that is no UTF-8 is told, each by itself, and the others are read', () => {
  const folder = folderWith(['ada/', 'Zo\ufffd/']);
  const names = [Buffer.from('M\xfcller.zip', 'latin1'), Buffer.from('M\xe4ller.zip', 'latin1')];
  names.forEach((name) => writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), name]), ''));
  expect(told(folder)).toEqual(['Zo <folder Zo\ufffd>: Zo\ufffd', 'ada <folder ada>: ada']);
  const line =
    "passed over: M\ufffdller.zip is a name in another encoding than UTF-8 (rename it): nobody's work was read from it";
  expect(remarks(folder)).toEqual([line, line]);
});

test.each([
  ['as Windows extracts', ['lab/lab/ada/', 'lab/lab/grace/'], ['lab/lab/ada', 'lab/lab/grace']],
  ['with one file of a platform in it', ['submissions/adalove_1_2_x.zip'], ['submissions/adalove_1_2_x.zip']],
  ['that is one student’s work', ['ada/08-trap-and-emulate/', 'ada/02-frame-allocator/'], ['ada']],
  ['that is one student’s copy of the lab', ['ada/exercises/08-trap-and-emulate/', 'ada/src/'], ['ada']],
  ['that is one clone', ['ada/.git/', 'ada/x/', 'ada/y/'], ['ada']],
])('one folder around all, %s', (_what, names, sources) => {
  expect(readDownload(folderWith(names)).handedIn.map(({ source }) => source)).toEqual(sources);
});

test.each([
  ['that is not there', join(top, 'nowhere'), 'does not exist: check the path'],
  [
    'that is a file',
    join(folderWith(['a.zip']), 'a.zip'),
    'is no folder and no zip file: give the download as it is, or unpacked',
  ],
])('a folder %s is told in one line', (_what, folder, words) => {
  expect(() => readDownload(folder)).toThrow(`${folder}: ${words}`);
});

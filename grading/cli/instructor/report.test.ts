/** `hyperlab report` as it is typed: what it writes, what it leaves alone, and what is refused. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { makeClassFolder } from '../../class/report/class-for-tests.js';
import { hyperlab, workspace } from '../program-for-tests.js';

afterAll(() => workspace.remove());

const folder = workspace.path('class');
mkdirSync(folder);
const { students } = makeClassFolder(folder, 4, ['01']);
const damaged = workspace.path('damaged');
cpSync(folder, damaged, { recursive: true });
writeFileSync(join(damaged, students[0]!.key, 'result.json'), '{"version": 2');

/** Digests of all files below `root`, by path. */
function filesIn(root: string): Map<string, string> {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => join(root, name));
  return new Map(
    names
      .filter((file) => statSync(file).isFile())
      .map((file) => [relative(root, file), createHash('sha256').update(readFileSync(file)).digest('hex')]),
  );
}

test('a report has a page for the class, each exercise and each student, and leaves all else as it was', () => {
  const before = filesIn(folder);
  const out = join(folder, 'report');
  const { status, stdout, stderr } = hyperlab('report', folder, '--out', out);
  expect(status).toBe(0);
  // The records alone: this class was made without its database.
  expect(stderr).toMatch(/^hyperlab: note: no list of similar submissions: [^\n]*give --database <url>\n$/);
  expect(stdout).toMatch(/^Report: .*class\/report\/index\.html \(4 students, 6 pages\)\n$/);
  const made = filesIn(out);
  expect([...made.keys()].filter((name) => name.startsWith('students/')).sort()).toEqual(
    students.map(({ key }) => `students/${key}.html`).sort(),
  );
  const after = filesIn(folder);
  expect(new Map([...after].filter(([name]) => !name.startsWith('report/')))).toEqual(before);

  // Again, with a file of the user's in it and a student less: the same pages, the file stays, the page goes.
  writeFileSync(join(out, 'students/notes.txt'), 'mine');
  writeFileSync(
    join(out, 'report.json'),
    readFileSync(join(out, 'report.json'), 'utf8').replace('"files": [', '"files": ["students/left.html",'),
  );
  writeFileSync(join(out, 'students/left.html'), 'old');
  expect(hyperlab('report', folder, '--out', out).status).toBe(0);
  const again = filesIn(out);
  expect(again.delete('students/notes.txt')).toBe(true);
  expect(again).toEqual(made);
});

test("the headings are those of the course's own notes, where they are given", () => {
  const notes = workspace.path('notes.md');
  writeFileSync(notes, '# Our course\n## PLATFORM virtualization\n');
  const out = workspace.path('own-lecture');
  expect(hyperlab('report', folder, '--out', out, '--lecture', notes).status).toBe(0);
  expect(readFileSync(join(out, 'index.html'), 'utf8')).toContain('PLATFORM virtualization');
  const { status, stderr } = hyperlab(
    'report',
    folder,
    '--out',
    workspace.path('none'),
    '--lecture',
    'no.md',
  );
  expect({ status, lines: stderr.split('\n').length }).toEqual({ status: 2, lines: 2 });
  expect(existsSync(workspace.path('none'))).toBe(false);
});

test('a damaged record is named, the rest is reported, and the status is 2', () => {
  const out = workspace.path('partial');
  const { status, stdout, stderr } = hyperlab('report', damaged, '--out', out);
  expect(status).toBe(2);
  expect(stderr).toMatch(/^hyperlab: note: [^\n]*\nhyperlab: .*result\.json: is not JSON: [^\n]*\n$/);
  expect(stdout).toContain('4 students, without the results of 1');
  expect(readFileSync(join(out, 'index.html'), 'utf8')).toContain('is not JSON');
  expect(existsSync(join(out, 'students', `${students[0]!.key}.html`))).toBe(true);
});

test('a folder with other things in it is one line and status 2', () => {
  const { status, stdout, stderr } = hyperlab('report', folder, '--out', folder);
  expect(stderr).toMatch(
    /^hyperlab: \S*class: holds other things, such as "[^\n]*: give --out a new or empty folder\n$/,
  );
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
});

/** `hyperlab class` as an instructor uses it: a download, a roster and notes; later another download; and mistakes, told in a line. */
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readClass, type ClassRecord } from '../../class/record/index.js';
import { parseResult } from '../../result/index.js';
import { capacity, hyperlab, submission, workspace } from '../program-for-tests.js';

jest.setTimeout(580_000); // a dozen runs of the whole command

const part = '01-bursty-tenants/capacity.ts';
const endless = capacity.replace(/(export const (\w+)[^{]*\{)/, '$1 for (;;) {}');
const out = workspace.path('class');
const read = (name: string): string => readFileSync(join(out, name), 'utf8');
const student = (record: ClassRecord, key: string) => record.students.find((each) => each.key === key)!;
const run = (folder: string, ...more: string[]) => hyperlab('class', folder, '--out', out, ...more);

beforeAll(() => {
  expect(endless).not.toBe(capacity);
  submission('week1/lovelaceada_1_10_lab', part, capacity);
  submission('week1/turingalan_LATE_2_11_lab', part, endless);
  submission('week1/stranger_3_12_lab', part, 'export const nothing = 1;');
  mkdirSync(workspace.path('week1/__MACOSX'));
  writeFileSync(workspace.path('week1/hoppergrace_4_13_lab.zip'), 'no archive');
  writeFileSync(
    workspace.path('roster.csv'),
    'Student,ID,SIS User ID,SIS Login ID,Section,Extra time\n' +
      '"Lovelace, Ada",1,0471,ada,Tuesday,2 days\n"Turing, Alan",2,4712,alan,Friday,\n' +
      '"Hopper, Grace",4,4713,grace,Friday,\n"Liskov, Barbara",9,4714,barbara,Friday,\n',
  );
  writeFileSync(
    workspace.path('notes.yml'),
    'students:\n  "4712":\n    points: { exercise: 01, points: 0.5, reason: <b>Explained</b> it to me. }\n' +
      '    notes: The loop never ends.\n',
  );
  const { status, stdout, stderr } = run(
    'week1',
    '--only',
    '01',
    '--roster',
    'roster.csv',
    '--notes',
    'notes.yml',
  );
  expect(`${stderr}${stdout}`).toContain('5 students: 3 graded, 1 refused, 1 missing');
  expect(status).toBe(0);
  expect(stderr).toContain('hyperlab: 3 to grade: how long it takes is told after the first ones');
});

test('each has a folder of results, the class has a record, and whoever is missing or not to be matched is told', () => {
  const record = readClass(out);
  expect(record.students.map(({ key, state, section }) => [key, state, section])).toEqual([
    ['Ada-Lovelace', 'graded', 'Tuesday'],
    ['Alan-Turing', 'graded', 'Friday'],
    ['Barbara-Liskov', 'missing', 'Friday'],
    ['Grace-Hopper', 'refused', 'Friday'],
    ['stranger', 'graded', undefined],
  ]);
  expect(record.problems.map(({ kind, student: key }) => `${kind} ${key}`)).toEqual([
    'unmatched stranger',
    'missing Barbara-Liskov',
    'refused Grace-Hopper',
  ]);
  const ada = student(record, 'Ada-Lovelace');
  const result = parseResult(read('Ada-Lovelace/result.json'));
  expect(result).toMatchObject({ submission: 'Ada-Lovelace', score: result.maxScore });
  expect(ada).toMatchObject({ score: result.score, total: result.score, extraTime: { hours: 48 } });
  expect(ada.roster).toMatchObject({ 'SIS User ID': '0471' });
  expect(student(record, 'Grace-Hopper').attempts[0]!.faults![0]).toMatch(
    /^hoppergrace_4_13_lab\.zip: cannot be read/,
  );
});

test('its report shows who handed in nearly the same, side by side, from the class’s own database', () => {
  const { status, stdout, stderr } = hyperlab('report', out, '--out', 'report');
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^Report: /);
  expect(status).toBe(0);
  const list = readFileSync(workspace.path('report/similar.html'), 'utf8');
  expect(list).toContain('href="similar/01-bursty-tenants-1.html"');
  const pair = readFileSync(workspace.path('report/similar/01-bursty-tenants-1.html'), 'utf8');
  expect([...pair.matchAll(/<section aria-label="([^"]*)"/g)].map(([, name]) => name)).toEqual([
    'Ada Lovelace',
    'Alan Turing',
  ]);
  expect(pair).toContain('for (;;) {}');
});

test('an endless loop has no points, is marked late as the platform says, and has its points by hand on the page', () => {
  const alan = student(readClass(out), 'Alan-Turing');
  expect(alan).toMatchObject({ score: 0, total: 0.5, attempts: [{ markedLate: true }] });
  const page = read('Alan-Turing/feedback.html');
  expect(page).toContain('From your instructor');
  expect(page).toContain('+0.5 points');
  expect(page).toContain('&lt;b&gt;Explained&lt;/b&gt; it to me.');
  expect(page).toContain('Handed in late');
  expect(read('stranger/feedback.html')).not.toContain('From your instructor');
});

test('the next download: what is new is graded, what is there stays, and roster and notes are remembered', () => {
  cpSync(workspace.path('week1'), workspace.path('week2'), { recursive: true });
  submission('week2/turingalan_2_20_lab-1', part, capacity);
  const before = statSync(join(out, 'Ada-Lovelace/result.json')).mtimeMs;
  const { status, stdout, stderr } = run('week2');
  expect(stdout).toContain('5 students: 3 graded, 1 refused, 1 missing');
  expect(stderr).toMatch(/hyperlab: 1 to grade: about \d+ (s|min)\n/);
  expect(status).toBe(0);
  expect(statSync(join(out, 'Ada-Lovelace/result.json')).mtimeMs).toBe(before);
  const record = readClass(out);
  const alan = student(record, 'Alan-Turing');
  expect(alan.current).toBe(2);
  expect(alan.total).toBe(alan.score! + 0.5);
  expect(alan.attempts.map(({ source, score, state }) => [source, score, state])).toEqual([
    ['turingalan_LATE_2_11_lab', 0, 'graded'],
    ['turingalan_2_20_lab-1', parseResult(read('Alan-Turing/result.json')).maxScore, 'graded'],
  ]);
  expect(
    record.students.flatMap(({ attempts }) => attempts.flatMap(({ gradings }) => gradings)),
  ).toHaveLength(4);
});

test('a regrade shows what would change and changes nothing; applied, the new result counts, and nothing by hand is lost', () => {
  const before = read('class.json');
  const regrade = (...more: string[]) =>
    hyperlab('regrade', out, '--seed', '2', '--verdict', 'fail', ...more);
  const shown = regrade();
  expect(shown.stdout).toMatch(
    /^0 of 1 would change, \+0 points in all; seed 1 → 2\nnothing was changed yet: look through \S*regrade\.txt, then say the same with --apply\n$/,
  );
  // Later work is graded as before: somebody new gets the seed of the others.
  submission('week3/hopper_5_21_lab', part, capacity);
  cpSync(workspace.path('week2/lovelaceada_1_10_lab'), workspace.path('week3/lovelaceada_1_10_lab'), {
    recursive: true,
  });
  expect(run('week3').stderr).not.toContain('were graded by other suites');
  expect(parseResult(read('hopper/result.json')).seed).toBe(1);
  const gradingsOf = (key: string) => student(readClass(out), key).attempts.at(-1)!.gradings;
  expect(gradingsOf('stranger').map(({ seed, counts }) => [seed, counts])).toEqual([
    [1, true],
    [2, false],
  ]);
  expect(student(JSON.parse(before) as ClassRecord, 'stranger').score).toBe(
    student(readClass(out), 'stranger').score,
  );

  // What was lost or damaged meanwhile is made again from the database.
  const result = read('Ada-Lovelace/result.json');
  rmSync(join(out, 'Ada-Lovelace'), { recursive: true });
  writeFileSync(join(out, 'class.json'), 'gone');
  const applied = regrade('--apply');
  expect(applied.stdout).toContain('0 of 1 have changed');
  expect(applied.stderr).not.toContain('to grade'); // it was graded for the difference
  expect(gradingsOf('stranger').map(({ counts }) => counts)).toEqual([false, true]);
  expect(parseResult(read('stranger/result.json')).seed).toBe(2);
  expect(read('Ada-Lovelace/result.json')).toBe(result);
  expect(read('Alan-Turing/feedback.html')).toContain('From your instructor');
  expect(student(readClass(out), 'Alan-Turing').byHand).toHaveLength(1);
});

test('a grading is repeated from its record, and the bytes agree; those of other work do not', () => {
  const verify = (path: string) =>
    hyperlab('verify', join(out, 'Ada-Lovelace/result.json'), '--submission', path);
  expect(verify('week1/lovelaceada_1_10_lab')).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/result\.json: the bytes agree \(\d+ bytes\)\n$/) as string,
  });
  const other = verify('week1/stranger_3_12_lab');
  expect(other.stdout).toMatch(/: the bytes differ, first on line \d+:\n {2}recorded: .*\n {2}now: .*\n$/);
  expect(other.status).toBe(1);
  const record = read('Ada-Lovelace/result.json');
  writeFileSync(
    workspace.path('other.json'),
    record.replace(/"suite": "\w+"/, '"suite": "0123456789abcdef"'),
  );
  const older = hyperlab('verify', 'other.json', '--submission', 'week1/lovelaceada_1_10_lab');
  expect(older.stderr).toMatch(
    /^hyperlab: other\.json: was graded by the suites 0123456789abcdef of hyperlab \S+, and these are /,
  );
  expect(older.status).toBe(2);
});

test('mistakes are told in one line, and nothing that was there is lost', () => {
  const record = read('class.json');
  writeFileSync(workspace.path('typo.yml'), 'students:\n  adda: { lateDays: 1 }\n');
  submission('others/bob', part, capacity);
  mkdirSync(workspace.path('empty'));
  for (const [args, words] of [
    [
      ['week2', '--notes', 'typo.yml'],
      /^hyperlab: \S*typo\.yml: line 2: nobody in the class is called "adda": /,
    ],
    [
      ['others', '--roster', 'roster.csv'],
      /: holds another class, that of \S*week3: nobody in others handed in there; /,
    ],
    [['empty'], /^hyperlab: empty: holds no submission: /],
    [['nowhere'], /^hyperlab: nowhere: does not exist: check the path\n$/],
    [['week2', '--roster', 'nowhere.csv'], /^hyperlab: nowhere\.csv: does not exist: check the path\n$/],
    [
      ['week2', '--database', 'postgres://x@127.0.0.1:1/y'],
      /: this class is kept in class-database there: leave --database out\n$/,
    ],
  ] as const) {
    const { status, stderr } = run(args[0], ...args.slice(1));
    expect(stderr).toMatch(words);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(status).toBe(2);
    expect(read('class.json')).toBe(record);
  }
  expect(run('week2').status).toBe(0); // with the notes of before: those with a fault are not remembered
});

test('an output folder of somebody else, or of a newer hyperlab, is refused and left as it is', () => {
  submission('foreign', 'thesis.txt', 'precious');
  const foreign = hyperlab('class', 'week1', '--out', 'foreign');
  expect(foreign.stderr).toMatch(
    /foreign: holds thesis\.txt and no class: give --out a new or an empty folder\n$/,
  );
  cpSync(join(out, 'class.json'), join(workspace.path('newer'), 'class.json'), { recursive: true });
  writeFileSync(
    join(workspace.path('newer'), 'class.json'),
    read('class.json').replace('"version": 1', '"version": 2'),
  );
  mkdirSync(workspace.path('newer/class-database'));
  const newer = hyperlab('class', 'week1', '--out', 'newer');
  expect(newer.stderr).toMatch(/class\.json: is of version 2, and this hyperlab knows version 1: /);
  expect([foreign.status, newer.status]).toEqual([2, 2]);
});

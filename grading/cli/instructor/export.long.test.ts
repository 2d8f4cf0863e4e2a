/** `hyperlab export` as it is typed: where results are found, where texts go, and what is refused. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exampleClass } from '../../class/record/example-class.js';
import { writeClass } from '../../class/record/index.js';
import { exampleResult } from '../../result/example-result.js';
import { stringifyResult } from '../../result/index.js';
import { hyperlab, workspace } from '../program-for-tests.js';

afterAll(() => workspace.remove());

const results = workspace.path('results');
for (const submission of ['ada', 'eve']) {
  mkdirSync(join(results, submission), { recursive: true });
  writeFileSync(join(results, submission, 'result.json'), stringifyResult({ ...exampleResult, submission }));
}
writeFileSync(workspace.path('broken.json'), '{"version": 2}');
writeFileSync(
  workspace.path('newer.json'),
  stringifyResult(exampleResult).replace('"version": 2', '"version": 3'),
);
writeFileSync(
  workspace.path('roster.csv'),
  'submission,name,id,email\nada,Ada,7,ada@x.org\nbob,Bob,8,b@x.org\n',
);
mkdirSync(workspace.path('empty'));

test('one result goes to standard output, several go to a folder', () => {
  const one = hyperlab('export', 'gradescope', join(results, 'ada'));
  expect(one.status).toBe(0);
  expect((JSON.parse(one.stdout) as { score: number }).score).toBe(7.5);
  expect(hyperlab('export', 'junit', results, '--out', workspace.path('xml')).status).toBe(0);
  expect(readFileSync(workspace.path('xml/eve.xml'), 'utf8')).toContain('name="hyperlab: eve"');
});

test('a gradebook names who is missing, and writes the others', () => {
  const file = workspace.path('out.csv');
  const { status, stderr } = hyperlab('export', 'canvas', results, '--roster', 'roster.csv', '--out', file);
  expect(stderr).toBe(
    'hyperlab: eve: nobody on the roster has this submission, email, login or id\nhyperlab: roster.csv: line 3: Bob has no result\n',
  );
  expect(status).toBe(2);
  expect(readFileSync(file, 'utf8')).toContain('Ada,,7,,,7.5');
});

test('a class is exported by its ids, with the points by hand in the score', () => {
  const folder = workspace.path('class');
  const graded = exampleClass.students.filter(({ state }) => state === 'graded');
  for (const { key: submission } of graded) {
    mkdirSync(join(folder, submission), { recursive: true });
    writeFileSync(join(folder, submission, 'result.json'), stringifyResult({ ...exampleResult, submission }));
  }
  writeClass(folder, exampleClass);
  writeFileSync(workspace.path('ids.csv'), 'name,id\nA. King,4711\n');
  const { status, stdout, stderr } = hyperlab('export', 'canvas', folder, '--roster', 'ids.csv');
  expect(stdout).toContain('A. King,,4711,,,8\r\n');
  expect(stderr).not.toContain('ada-lovelace');
  expect(status).toBe(2); // others of the class are on no row

  const alone = hyperlab('export', 'gradescope', join(folder, 'ada-lovelace'));
  expect((JSON.parse(alone.stdout) as { score: number }).score).toBe(8);
  const row = hyperlab('export', 'canvas', join(folder, 'ada-lovelace'), '--roster', 'ids.csv');
  expect(row).toMatchObject({ status: 0, stderr: '' });
  expect(row.stdout).toContain('A. King,,4711,,,8\r\n');
});

test.each<[string, string[], RegExp]>([
  ['a result that is not there', ['gradescope', 'nowhere'], /nowhere: does not exist/],
  ['a folder without results', ['gradescope', 'empty'], /empty: there is no result\.json in it/],
  ['a broken record', ['junit', 'broken.json'], /broken\.json: .*missing/],
  [
    'a record of a newer version',
    ['junit', 'newer.json'],
    /newer\.json: is of version 3, and this hyperlab knows version 2: use the newer hyperlab that wrote it/,
  ],
  ['an unknown format', ['pdf', results], /Allowed choices are gradescope/],
  ['several results without a folder', ['exercism', results], /2 results: give --out DIR/],
  ['a gradebook without a roster', ['moodle', results], /a gradebook needs --roster FILE/],
  [
    'a roster that is not there',
    ['moodle', results, '--roster', 'no.csv'],
    /no\.csv: does not exist: check the path/,
  ],
  [
    'a place that cannot be written',
    ['junit', join(results, 'ada'), '--out', 'roster.csv/x.xml'],
    /cannot be written/,
  ],
  ['Classroom 50 outside of its workflow', ['classroom50', join(results, 'ada')], /does not say CLASSROOM/],
])('%s is one line and status 2', (_what, args, words) => {
  const { status, stdout, stderr } = hyperlab('export', ...args);
  expect(stderr).toMatch(words);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stdout).toBe('');
  expect(status).toBe(2);
  expect(existsSync(workspace.path('roster.csv/x.xml'))).toBe(false);
});

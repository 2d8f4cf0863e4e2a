/** `hyperlab class` on a download as it comes: a zip file, with archives and files of code in it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseClass } from '../../class/record/index.js';
import { makeZip } from '../../submission/files/make-archives.js';
import { capacity, hyperlab, workspace } from '../program-for-tests.js';

afterAll(() => workspace.remove());

test('everybody in it is graded, and what is not read is told', () => {
  const zip = makeZip([
    { path: 'adalove_1_10_capacity.ts', content: 'export const capacity = {};' },
    { path: 'adalove_1_11_capacity-1.ts', content: capacity },
    { path: 'hopper_2_12_lab.zip', content: makeZip([{ path: 'capacity.ts', content: capacity }]) },
    { path: 'turing_3_13_lab.zip', content: 'no archive' },
  ]);
  writeFileSync(workspace.path('submissions.zip'), zip);
  const { status, stderr } = hyperlab('class', 'submissions.zip', '--out', 'class', '--only', '01');
  expect(status).toBe(0);
  expect(stderr).toContain('hyperlab: problem: turing_3_13_lab.zip: cannot be read as a zip archive');
  const file = workspace.path('class/class.json');
  const { students, problems } = parseClass(readFileSync(file, 'utf8'), file);
  expect(students.map(({ key }) => key).sort()).toEqual(['adalove', 'hopper', 'turing']);
  for (const name of ['adalove', 'hopper']) {
    const result = JSON.parse(readFileSync(workspace.path(`class/${name}/result.json`), 'utf8')) as object;
    expect(result).toMatchObject({ score: 5 });
  }
  expect(problems.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^turing_3_13_lab\.zip: cannot be read as a zip archive/),
  ]);
});

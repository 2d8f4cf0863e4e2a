/** `hyperlab grade` as users meet it: the real program, real files, its words and exit status. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseResult } from '../../result/index.js';
import { capacity, hyperlab, submission, workspace } from '../program-for-tests.js';

afterAll(() => workspace.remove());

test('one submission that cannot be read does not keep the others from being graded', () => {
  const folder = workspace.path('mixed');
  const good = submission('readable', '01-bursty-tenants/capacity.ts', capacity);
  const { status, stdout, stderr } = hyperlab('grade', 'nowhere', good, '--only', '01', '--out', folder);
  expect(status).toBe(2);
  expect(stderr).toMatch(/nowhere: does not exist/);
  expect(stdout).toMatch(/^readable: 5 of 5 points {2}mixed\/readable\/feedback\.html\n$/);
  expect(readdirSync(join(folder, 'readable')).sort()).toEqual([
    'feedback.html',
    'junit.xml',
    'result.json',
    'run.json',
  ]);
});

test('the points are those of what was handed in, and the rest is named', () => {
  const folder = workspace.path('alone');
  const alone = submission('alone', '01-bursty-tenants/capacity.ts', capacity);
  const { stdout } = hyperlab('grade', alone, '--only', '01,02', '--out', folder);
  expect(stdout).toMatch(/^alone: 5 of 5 points \(not handed in: 02\) {2}alone\/alone\/feedback\.html\n$/);
  const record = readFileSync(join(folder, 'alone/result.json'), 'utf8');
  expect(parseResult(record).maxScore).toBeGreaterThan(5); // the record is of all that was asked for
});

test('the same submission and seed give the same bytes of result.json, wherever it lies', () => {
  const elsewhere = submission('deep/er/readable', '01-bursty-tenants/capacity.ts', capacity);
  const bytes = ['first', 'second'].map((name) => {
    const folder = workspace.path(name);
    expect(hyperlab('grade', elsewhere, '--only', '01', '--seed', '7', '--out', folder).status).toBe(0);
    return readFileSync(join(folder, 'readable/result.json'), 'utf8');
  });
  expect(bytes[0]).toBe(bytes[1]);
  expect(bytes[0]).not.toContain(workspace.folder);
});

test("an instructor's own lecture is what the page quotes", () => {
  const notes = workspace.path('own-notes.md');
  const sections = ['Platform Virtualization', 'Hypervisors', 'Full Virtualization', 'Paravirtualization'];
  writeFileSync(
    notes,
    `# My lecture\n\n${sections.map((name) => `## ${name}\n\n- my words on ${name}\n`).join('\n')}`,
  );
  const folder = workspace.path('own');
  const good = submission('mine', '01-bursty-tenants/capacity.ts', capacity);
  expect(hyperlab('grade', good, '--only', '01', '--lecture', notes, '--out', folder).status).toBe(0);
  expect(readFileSync(join(folder, 'mine/feedback.html'), 'utf8')).toContain(
    'my words on Platform Virtualization',
  );
  expect(readFileSync(join(folder, 'mine/result.json'), 'utf8')).toContain('"lecture": "My lecture @ ');
});

/** `hyperlab grade` into a folder that already holds results, and beside what goes wrong. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseResult } from '../../result/index.js';
import { capacity, hyperlab, program, submission, workspace } from '../program-for-tests.js';

afterAll(() => workspace.remove());

const FILE = '01-bursty-tenants/capacity.ts';
const FILES = ['feedback.html', 'junit.xml', 'result.json', 'run.json'];
const grade = (out: string, ...args: string[]) => hyperlab('grade', ...args, '--only', '01', '--out', out);
const scoreIn = (folder: string): number =>
  parseResult(readFileSync(join(folder, 'result.json'), 'utf8')).score;

test('a resubmission that is refused does not leave the earlier result looking current; a right one does', () => {
  const out = workspace.path('refused');
  const path = submission('again', FILE, capacity);
  expect(grade(out, path).status).toBe(0);
  writeFileSync(join(out, 'again/teacher.txt'), 'my own note');
  rmSync(join(path, FILE));
  const { status, stderr } = grade(out, path);
  expect(status).toBe(2);
  expect(stderr).toMatch(/holds no part of any exercise/);
  expect(readdirSync(join(out, 'again')).sort()).toEqual(['earlier', 'refused.txt', 'teacher.txt']);
  expect(readdirSync(join(out, 'again/earlier')).sort()).toEqual(FILES);
  expect(readFileSync(join(out, 'again/refused.txt'), 'utf8')).toMatch(/holds no part of any exercise/);
  writeFileSync(join(path, FILE), capacity);
  expect(grade(out, path).status).toBe(0);
  expect(readdirSync(join(out, 'again')).sort()).toEqual(['earlier', ...FILES, 'teacher.txt']);
});

describe('two submissions of one name', () => {
  const right = submission('ada/work', FILE, capacity);
  const wrong = submission('bob/work', FILE, 'export const capacity = {};\n');

  test('in one batch are refused with what to do, in whichever order, and the others are graded', () => {
    for (const paths of [[right, wrong] as const, [wrong, right] as const]) {
      const out = workspace.path('batch');
      const third = submission('third', FILE, capacity);
      const { status, stdout, stderr } = grade(out, ...paths, third);
      expect(status).toBe(2);
      expect(stdout).toMatch(/^third: /);
      expect(stderr.match(/would go to the same folder, work, .* give --distinct-names/g)).toHaveLength(2);
      expect(readdirSync(out)).toEqual(['third']);
    }
  });

  test('in two batches: the first keeps its folder, the second is told', () => {
    const out = workspace.path('batches');
    expect(grade(out, right).status).toBe(0);
    const { status, stderr } = grade(out, wrong);
    expect(status).toBe(2);
    expect(stderr).toMatch(/bob\/work: .*batches\/work holds the results of .*ada\/work: remove that folder/);
    expect(scoreIn(join(out, 'work'))).toBe(5);
  });

  test('with --distinct-names each has a folder, the same in whichever order and batch', () => {
    const folders = [[right, wrong], [wrong, right], [wrong], [right]].map((paths, index) => {
      const out = workspace.path(`distinct-${Math.min(index, 2)}`);
      expect(grade(out, ...paths, '--distinct-names').status).toBe(0);
      return readdirSync(out).map((name) => [name, scoreIn(join(out, name))]);
    });
    expect(folders[0]).toHaveLength(2);
    expect(folders[1]).toEqual(folders[0]);
    expect(folders[3]).toEqual(folders[0]);
  });
});

test('a name of 300 bytes, and what a file system spells otherwise, end no batch', () => {
  const out = workspace.path('long');
  const long = submission('ü'.repeat(120), FILE, capacity);
  const { status, stdout } = grade(out, long, submission('short', FILE, capacity));
  expect(status).toBe(0);
  expect(stdout.trim().split('\n')).toHaveLength(2);
  expect(readdirSync(out)).toHaveLength(2);
});

test.each(['tmp', 'private'])(
  'with umask 077 and TMPDIR %s, which nobody else may enter, checks are run',
  (name) => {
    const out = workspace.path(`umask-${name}`);
    mkdirSync(workspace.path(name), { mode: 0o700 });
    const path = submission(`with-${name}`, FILE, capacity);
    const args = [program, 'grade', path, '--only', '01', '--out', out];
    const { status, stdout, stderr } = spawnSync(
      '/bin/sh',
      ['-c', 'umask 077; exec "$@"', 'sh', process.execPath, ...args],
      {
        cwd: workspace.folder,
        env: { ...process.env, TMPDIR: name === 'tmp' ? 'tmp' : workspace.path(name) },
        encoding: 'utf8',
      },
    );
    expect({ status, stderr: stderr.replace(/hyperlab: note: .*\n/g, '') }).toEqual({
      status: 0,
      stderr: '',
    });
    expect(stdout).toMatch(/: 5 of 5 points/);
    expect(readdirSync(workspace.path(name))).toEqual([]);
  },
);

test('the record proves what was handed in, and holds nothing that a clock decided', () => {
  const out = workspace.path('proof');
  const bytes = Buffer.from(`\uFEFF${capacity}\nconst wrong: string = 1;\n`, 'utf16le');
  const path = submission('proof', FILE, '');
  writeFileSync(join(path, FILE), bytes);
  expect(grade(out, path).status).toBe(0);
  const { exercises } = parseResult(readFileSync(join(out, 'proof/result.json'), 'utf8'));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  expect(exercises[0]!.part).toEqual({ file: 'capacity.ts', sha256 });
  expect(readFileSync(join(out, 'proof/result.json'), 'utf8')).not.toContain('not assignable');
  expect(readFileSync(join(out, 'proof/run.json'), 'utf8')).toContain('not assignable');
  expect(readFileSync(join(out, 'proof/feedback.html'), 'utf8')).toContain('not assignable');
});

test('what a killed grader left in --out is cleared or finished by the next', () => {
  const out = workspace.path('killed');
  const dead = join(out, '.hyperlab-00000000-1-1-abcdef'); // so old that nobody can still be at work on it
  mkdirSync(join(dead, 'new'), { recursive: true });
  const alive = join(out, '.hyperlab-00000000-1-2-abcdef');
  mkdirSync(alive);
  const then = Date.now() / 1000 - 2 * 24 * 60 * 60;
  utimesSync(dead, then, then);
  expect(grade(out, submission('next', FILE, capacity)).status).toBe(0);
  expect([existsSync(dead), existsSync(alive)]).toEqual([false, true]);
});

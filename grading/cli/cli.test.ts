/** The command as users meet it: the real program, real files, its words and its exit status. */
import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Workspace } from '../engine/workspace.js';
import { labRoot } from '../lab-root.js';

const root = labRoot();
const workspace = new Workspace();
const out = workspace.path('out');

afterAll(() => workspace.remove());

function hyperlab(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [join(root, 'dist/hyperlab.js'), ...args], {
    cwd: workspace.folder,
    encoding: 'utf8',
  });
}

/** A submission folder with one file in it. */
function submission(name: string, file: string, text: string): string {
  const path = workspace.path(name);
  mkdirSync(join(path, file, '..'), { recursive: true });
  writeFileSync(join(path, file), text);
  return path;
}

const capacity = readFileSync(join(root, 'solutions/01-bursty-tenants/capacity.ts'), 'utf8');

describe('what cannot be graded ends in one line and status 2, with nothing written:', () => {
  const huge = submission('huge', '01-bursty-tenants/capacity.ts', '');
  truncateSync(join(huge, '01-bursty-tenants/capacity.ts'), 4 * 2 ** 30);
  const linked = submission('linked', '02-frame-allocator/README.md', '');
  symlinkSync('/etc/passwd', join(linked, '02-frame-allocator/allocator.ts'));
  mkdirSync(workspace.path('empty'));
  const good = submission('good', '01-bursty-tenants/capacity.ts', capacity);
  const notes = workspace.path('notes.md');
  writeFileSync(notes, '# Another lecture\n\n## Another section\n');

  test.each<[string, string[], RegExp]>([
    ['a submission that is not there', ['grade', 'nowhere', '--out', out], /nowhere: does not exist/],
    ['an empty one', ['grade', 'empty', '--out', out], /empty: is empty: hand in/],
    ['a file of 4 GB', ['grade', huge, '--out', out], /larger than 256 KiB/],
    ['a symbolic link', ['grade', linked, '--out', out], /is a symbolic link: hand in plain files/],
    [
      'an unknown file',
      ['grade', submission('stranger', '01-bursty-tenants/x.sh', ''), '--out', out],
      /x\.sh is named by no manifest/,
    ],
    [
      'an unknown exercise',
      ['grade', submission('foreign', '77-foo/x.ts', ''), '--out', out],
      /exercise number 77 is unknown; known: 01/,
    ],
    ['an unknown exercise number', ['grade', good, '--only', '77', '--out', out], /no exercise '77'/],
    [
      'a lecture that is not there',
      ['grade', good, '--lecture', 'no.md', '--out', out],
      /no\.md: there is no such file/,
    ],
    [
      'a lecture without a section that exercises need',
      ['grade', good, '--lecture', notes, '--out', out],
      /names the section "platform-virtualization"/,
    ],
    ['a seed that is no number', ['grade', good, '--seed', 'x', '--out', out], /A seed is a whole number/],
    ['no --out', ['grade', good], /required option '--out <dir>'/],
    [
      'an --out that cannot be made',
      ['grade', good, '--out', join(notes, 'out')],
      /give --out a folder that you may write/,
    ],
    ['an unknown command', ['frobnicate'], /unknown command 'frobnicate'/],
    ['an unknown exercise to check', ['check', '77'], /no exercise '77'/],
  ])('%s', (_what, args, words) => {
    const { status, stdout, stderr } = hyperlab(...args);
    const lines = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('hyperlab: note: '));
    expect({ status, stdout, lines: lines.length }).toEqual({ status: 2, stdout: '', lines: 1 });
    expect(lines[0]).toMatch(/^hyperlab: /);
    expect(lines[0]).toMatch(words);
    expect(existsSync(out)).toBe(false);
  });
});

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

describe('in a copy of the lab, hyperlab check', () => {
  const lab = workspace.path('lab');
  const part = join(lab, 'exercises/01-bursty-tenants/capacity.ts');
  const program = join(lab, 'dist/hyperlab.js');

  beforeAll(() => {
    for (const name of [
      'src',
      'exercises',
      'solutions',
      'grading',
      'dist',
      'package.json',
      'tsconfig.json',
    ]) {
      cpSync(join(root, name), join(lab, name), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(lab, 'node_modules'));
  });

  test('tells the first failure with its hint and its section, and exits with 0', () => {
    const { status, stdout } = spawnSync(process.execPath, [program, 'check', '1'], {
      cwd: lab,
      encoding: 'utf8',
    });
    expect(status).toBe(0);
    expect(stdout).toMatch(/01 Bursty tenants: 0 of 2 points/);
    expect(stdout).toMatch(/capacity\.ts, line \d+/);
    expect(stdout).toMatch(/hint +Put a tenant's demands in order/);
    expect(stdout).toMatch(/lecture +Platform Virtualization/);
    expect(existsSync(join(lab, 'feedback/your-work/feedback.html'))).toBe(true);
  });

  test('--watch shows the result of a saved change in the same process', async () => {
    const child = spawn(process.execPath, [program, 'check', '1', '--watch'], { cwd: lab });
    let seen = '';
    child.stdout.on('data', (chunk: Buffer) => (seen += chunk.toString()));
    const until = async (words: string): Promise<void> => {
      while (!seen.includes(words)) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      seen = seen.slice(seen.indexOf(words) + words.length);
    };
    try {
      await until('Watching for saved changes');
      writeFileSync(part, capacity);
      await until('2 of 2 points from the visible checks');
      writeFileSync(part, capacity.replace('a - b', 'b - a'));
      await until('Not what it should be');
    } finally {
      child.kill('SIGINT');
    }
    expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(130);
  }, 60_000);
});

/** `hyperlab check` as users meet it: the real program in a lab of its own, its words and exit status. */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadExercises } from '../../exercises/index.js';
import { labRoot } from '../../lab-root.js';
import { capacity, workspace } from '../program-for-tests.js';

const root = labRoot();
afterAll(() => workspace.remove());

describe('in a copy of the lab, hyperlab check', () => {
  // A path whose characters mean something in patterns.
  const lab = workspace.path('a lab [1]!*?/lab');
  const part = join(lab, 'exercises/01-bursty-tenants/capacity.ts');
  const program = join(lab, 'dist/hyperlab.js');

  const { hints } = loadExercises(root)[0]!.manifest.checks[0]!;
  const hintsIn = (text: string) => [...text.matchAll(/^ +hint \d +(.*)$/gm)].map(([, words]) => words);

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

  const check = (...args: string[]) =>
    spawnSync(process.execPath, [program, 'check', ...args], { cwd: lab, encoding: 'utf8' });

  test('tells the first failure with its first hint and its section, and exits with 0', () => {
    const { status, stdout } = check('1');
    expect(status).toBe(0);
    expect(stdout).toMatch(/01 Bursty tenants: 0 of 2 points/);
    expect(stdout).toMatch(/capacity\.ts, line \d+/);
    expect(hintsIn(stdout)).toEqual([hints[0]]);
    expect(stdout).toContain('(for the next hint: npx hyperlab check 01 --hint 2)');
    expect(stdout).toMatch(/lecture +Platform Virtualization/);
    expect(existsSync(join(lab, 'feedback/your-work/feedback.html'))).toBe(true);
  });

  test('reads a part as it will be read when it is handed in, and tells what cannot be handed in', () => {
    const stub = readFileSync(part);
    writeFileSync(part, Buffer.from(`\uFEFF${capacity}`, 'utf16le'));
    expect(check('1').stdout).toMatch(/2 of 2 points/);
    writeFileSync(part, Buffer.from([0x61, 0, 0xff]));
    const { status, stderr } = check('1');
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr:
        'hyperlab: exercises/01-bursty-tenants: capacity.ts is no text: save it as UTF-8 in your editor\n',
    });
    writeFileSync(part, stub);
  });

  test('gives its verdict where no page can be written, and one line about that', () => {
    rmSync(join(lab, 'feedback'), { recursive: true, force: true });
    writeFileSync(join(lab, 'feedback'), 'a file in its place');
    const { status, stdout, stderr } = check('1');
    rmSync(join(lab, 'feedback'));
    expect(status).toBe(0);
    expect(stdout).toMatch(/0 of 2 points/);
    expect(stdout).not.toContain('The whole feedback');
    expect(stderr).toMatch(
      /^hyperlab: note: the page feedback\/your-work\/feedback\.html cannot be written \(\w+\)\n$/,
    );
  });

  test.each([
    [['--hint', '1'], 1],
    [['--hint'], 2],
    [['--hint', '2'], 2],
    [['--hint', '3'], 3],
  ])('with %j tells the hints up to that one', (args, count) => {
    const { status, stdout } = check('1', ...args);
    expect(status).toBe(0);
    expect(hintsIn(stdout)).toEqual(hints.slice(0, count));
    expect(stdout.includes('for the next hint:')).toBe(count < 3);
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

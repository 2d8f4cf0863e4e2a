/** `hyperlab check` as users meet it: the real program in a lab of its own, its words and exit status. */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { labRoot } from '../lab-root.js';
import { capacity, workspace } from './program-for-tests.js';

const root = labRoot();
afterAll(() => workspace.remove());

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

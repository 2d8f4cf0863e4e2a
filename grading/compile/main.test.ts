import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { labRoot } from '../lab-root.js';

let folder: string;
const root = labRoot();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'compiler-'));
  await build({
    entryPoints: [join(__dirname, 'main.ts')],
    outfile: join(folder, 'compile.js'),
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'cjs',
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(input: string, args = [root]) {
  const env = { NODE_PATH: join(root, 'node_modules') };
  return spawnSync(process.execPath, [join(folder, 'compile.js'), ...args], { input, env, encoding: 'utf8' });
}

test('each line is answered by one line, in order, and a line that makes no sense does not end the process', () => {
  const good = {
    id: 1,
    exercise: '08-trap-and-emulate',
    file: 'emulate.ts',
    text: 'export const x: number = "1";',
  };
  const lines = [
    JSON.stringify(good),
    'not JSON',
    'null',
    '{}',
    JSON.stringify({ ...good, file: '../../etc/passwd' }),
    JSON.stringify({ ...good, text: 5 }),
    JSON.stringify({ ...good, id: 2, text: '(((' }),
    JSON.stringify({ ...good, id: 3, text: '('.repeat(200_000) }),
    JSON.stringify({ id: 4, parts: [good, { ...good, exercise: '13-hypercalls' }] }),
    JSON.stringify({ id: 5, parts: [{ ...good, file: '../x' }] }),
  ];
  const { stdout, status } = run(lines.join('\n') + '\n');
  expect(status).toBe(0);
  const replies = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(replies.map(({ id, ok }) => [id, ok])).toEqual([
    [1, true],
    ...Array.from({ length: 5 }, () => [-1, false]),
    [2, false],
    [3, false],
    [4, undefined],
    [-1, false],
  ]);
  expect(Object.keys(replies[0]!)).toEqual(['id', 'ok', 'script', 'map']);
  expect(replies[8]!['diagnostics']).toEqual([[expect.anything()], [expect.anything()]]);
});

test('without a lab it says what is missing', () => {
  const { status, stderr } = run('', []);
  expect(status).toBe(1);
  expect(stderr).toContain('usage: compile.js LAB');
});

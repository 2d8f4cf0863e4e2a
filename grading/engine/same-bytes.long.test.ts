/**
 * A verdict depends on the submission alone: whatever is graded beside it, before it or after it, its result.json has the
 * same bytes. With the real command.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { labRoot } from '../lab-root.js';
import { Workspace } from '../sandbox/workspace.js';

const root = labRoot();
const workspace = new Workspace();
/** One that is right, one that is wrong here and there, one that does not compile, one that cheats. */
const samples = ['complete', 'partial', 'syntax-error', 'cheat'];

afterAll(() => workspace.remove());

/** Grades samples in that order, and resolves to the bytes of each one's record by its name. */
async function grade(names: readonly string[], out: string): Promise<Record<string, string>> {
  const paths = names.map((name) => `grading/samples/${name}`);
  const command = ['dist/hyperlab.js', 'grade', ...paths, '--only', '02', '--out', workspace.path(out)];
  const child = spawn(process.execPath, command, { cwd: root, stdio: 'ignore' });
  expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0);
  const record = (name: string) => readFileSync(join(workspace.path(out), name, 'result.json'), 'utf8');
  return Object.fromEntries([...names].sort().map((name) => [name, record(name)]));
}

test('alone, in other orders, and beside another grader that keeps the machine busy: the same bytes', async () => {
  const forwards = await grade(samples, 'forwards');
  const [backwards, beside] = await Promise.all([
    grade([...samples].reverse(), 'backwards'),
    grade([samples[2]!, samples[0]!, samples[3]!, samples[1]!], 'beside'),
  ]);
  expect(backwards).toEqual(forwards);
  expect(beside).toEqual(forwards);
  const alone = await grade(['partial'], 'alone');
  expect(alone['partial']).toBe(forwards['partial']);
}, 240_000);

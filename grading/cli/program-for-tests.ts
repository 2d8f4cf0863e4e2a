/** For the tests of the command: the real program, in a folder of its own. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Workspace } from '../sandbox/index.js';
import { labRoot } from '../lab-root.js';

export const workspace = new Workspace();
export const out = workspace.path('out');
export const program = join(labRoot(), 'dist/hyperlab.js');

/** The reference of exercise 01. */
export const capacity = readFileSync(join(labRoot(), 'solutions/01-bursty-tenants/capacity.ts'), 'utf8');

export function hyperlab(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [program, ...args], { cwd: workspace.folder, encoding: 'utf8' });
}

/** A submission folder with one file in it. */
export function submission(name: string, file: string, text: string): string {
  const path = workspace.path(name);
  mkdirSync(join(path, file, '..'), { recursive: true });
  writeFileSync(join(path, file), text);
  return path;
}

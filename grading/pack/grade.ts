/** Grades with the real command, as an instructor would, and reads what it wrote. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { labRoot } from '../lab-root.js';
import { parseResult, type CheckResult, type Result, type RunNotes } from '../result/index.js';

export interface Grading {
  /** The command's exit status. */
  readonly status: number | null;
  /** The record of the submission of this name. */
  resultOf(name: string): Result;
  /** What the run had to say of it besides. */
  notesOf(name: string): RunNotes;
}

/** One run of `hyperlab grade` over all `paths`, with the records in `out`. */
export function grade(paths: readonly string[], out: string, ...options: string[]): Grading {
  const args = ['dist/hyperlab.js', 'grade', ...paths, '--out', out, ...options];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: labRoot(), encoding: 'utf8' });
  if (status !== 0) {
    process.stderr.write(stdout + stderr);
  }
  const read = (name: string, file: string) => readFileSync(join(out, name, file), 'utf8');
  return {
    status,
    resultOf: (name) => parseResult(read(name, 'result.json')),
    notesOf: (name) => JSON.parse(read(name, 'run.json')) as RunNotes,
  };
}

export function checksOf(result: Result): CheckResult[] {
  return result.exercises.flatMap(({ checks }) => [...checks]);
}

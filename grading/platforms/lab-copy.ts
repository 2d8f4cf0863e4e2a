/** The lab as a grader elsewhere needs it: all that decides a verdict, without its own tests and what only they read. */
import { globSync } from 'glob';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PackageFile } from './package-files.js';

const NEEDED = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'jest.config.ts',
  'LICENSE',
  '{src,exercises,solutions,grading}/**',
];

const NOT_NEEDED = [
  '{src,solutions}/**/*.test.ts',
  'grading/!(suites)/**/*.test.ts',
  'grading/*.test.ts',
  'grading/suites/*/{right,wrong}/**',
  'grading/samples/**',
  'grading/lecture/fixtures/**',
  '**/*.{png,snap}',
  '**/node_modules/**',
];

/** Paths as in the lab. What a student must not see is in it: it belongs on graders alone. */
export function labCopy(root: string): (readonly [string, PackageFile])[] {
  const found = globSync(NEEDED, { cwd: root, posix: true, nodir: true, ignore: NOT_NEEDED }).sort();
  return found.map((path) => [path, { content: readFileSync(join(root, path)) }]);
}

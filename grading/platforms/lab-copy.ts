/** The lab as a grader elsewhere needs it: all that decides a verdict, without its own tests and what only they read. */
import { globSync } from 'glob';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lectureFiles } from '../lecture/index.js';
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

/**
 * Paths as in the lab. What a student must not see is in it: it belongs on graders alone. `lectureFile`: the instructor's own notes, which
 * stand in the place of the lab's, so that nothing there need be told of them.
 */
export function labCopy(root: string, lectureFile?: string): (readonly [string, PackageFile])[] {
  const own = new Map(lectureFile === undefined ? [] : lectureFiles(root, lectureFile));
  const found = globSync(NEEDED, { cwd: root, posix: true, nodir: true, ignore: NOT_NEEDED }).sort();
  return [
    ...found
      .filter((path) => !own.has(path))
      .map((path) => [path, { content: readFileSync(join(root, path)) }] as const),
    ...[...own].map(([path, content]) => [path, { content }] as const),
  ];
}

/** The suites' version: a digest of every file that decides a verdict, so that two results can be told to be comparable. */
import { globSync } from 'glob';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const graded = [
  'exercises/*/exercise.json',
  'exercises/*/checks.test.ts',
  'grading/suites/*/*.ts',
  'solutions/**/*.ts',
  'src/**/*.ts',
];

/** The first 16 hexadecimal digits of SHA-256 over the names and contents of those files. */
export function suiteDigest(root: string): string {
  const files = globSync(graded, { cwd: root, posix: true, ignore: 'src/**/*.test.ts' }).sort();
  const hash = createHash('sha256');
  for (const file of files) {
    const content = readFileSync(join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
}

/** The version of all that decides a verdict, so that two results can be told to be comparable. */
import { globSync } from 'glob';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is read, compiled or bundled when a submission is graded. */
const READ = [
  'exercises/*/exercise.json',
  'exercises/*/checks.test.ts',
  'grading/{rig,suite,suites,sandbox}/**/*.ts',
  'solutions/**/*.ts',
  'src/**/*.ts',
  'tsconfig.json',
];

const NOT_READ = [
  'src/**/*.test.ts',
  'solutions/**/*.test.ts',
  'grading/{rig,suite,sandbox}/**/*.test.ts',
  'grading/suites/*/{right,wrong}/**',
];

/**
 * The grader as it runs: engine, compiler, suites' threads, sandbox and limits, as the build put them together. The sources
 * would not do: they may have been changed since.
 */
const BUILT = ['dist/hyperlab.js', 'dist/compile.js', 'dist/suite-thread.js'];

/** The first 16 hexadecimal digits of SHA-256 over the names and contents of all of these, and the versions of the packages. */
export function graderDigest(root: string): string {
  const read = globSync(READ, { cwd: root, posix: true, ignore: NOT_READ }).sort();
  const hash = createHash('sha256');
  for (const file of [...read, ...BUILT]) {
    const content = readFileSync(join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  for (const name of packageNames(root)) {
    hash.update(`${name}\0${versionOf(root, name)}\0`);
  }
  return hash.digest('hex').slice(0, 16);
}

/** Those that the grader runs with; what only its own tests need decides nothing. */
function packageNames(root: string): string[] {
  const { dependencies } = readJson(join(root, 'package.json')) as { dependencies: Record<string, string> };
  return Object.keys(dependencies).sort();
}

/** As it is installed, which may be another than was asked for. */
function versionOf(root: string, name: string): string {
  return (readJson(join(root, 'node_modules', name, 'package.json')) as { version: string }).version;
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

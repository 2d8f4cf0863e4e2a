/** The version of all that decides a verdict, so that two results can be told to be comparable. */
import { globSync } from 'glob';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsersFault } from '../users-fault.js';

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
const BUILT = ['hyperlab', 'compile', 'suite-thread', 'launcher'].map((name) => `dist/${name}.js`);

/** A checkout in which something is missing that grading needs. */
export class IncompleteLab extends UsersFault {}

/** The first 16 hexadecimal digits of SHA-256 over the names and contents of all of these, and the versions of the packages. */
export function graderDigest(root: string): string {
  const read = globSync(READ, { cwd: root, posix: true, ignore: NOT_READ }).sort();
  const hash = createHash('sha256');
  for (const file of [...read, ...BUILT]) {
    const content = readPresent(
      join(root, file),
      file.startsWith('dist/') ? 'npm run build' : 'a new checkout',
    );
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  for (const name of packageNames(root)) {
    hash.update(`${name}\0${versionOf(root, name)}\0`);
  }
  return hash.digest('hex').slice(0, 16);
}

/** Those that the grader runs with; what only its own tests need decides nothing. */
function packageNames(root: string): string[] {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  return Object.keys(dependencies).sort();
}

/** As it is installed, which may be another than was asked for. */
function versionOf(root: string, name: string): string {
  const file = join(root, 'node_modules', name, 'package.json');
  return (JSON.parse(readPresent(file, 'npm ci').toString()) as { version: string }).version;
}

/** `how` mends it. */
function readPresent(file: string, how: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new IncompleteLab(
      `${file}: ${code === 'ENOENT' ? 'is missing' : `cannot be read (${code})`}, and grading needs it: ${how} brings it back`,
    );
  }
}

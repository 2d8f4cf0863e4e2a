/** What the handout takes from the lab as it is: the sources without their tests, and the exercises without their hidden checks. */
import { globSync } from 'glob';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Exercise } from '../exercises/index.js';

type File = readonly [path: string, content: string | Uint8Array];

/** Tests, and what only they use. They name wrong ways to build what students build. */
const TESTS = ['src/**/*.test.ts', 'src/**/testing*.ts', 'src/**/*-for-tests.ts'];

export function labFiles(root: string, exercises: readonly Exercise[]): File[] {
  const sources = globSync('src/**/*', { cwd: root, posix: true, nodir: true, ignore: TESTS }).sort();
  const pages = globSync('exercises/*.md', { cwd: root, posix: true, ignore: 'exercises/lecture.md' });
  return [...sources, ...pages]
    .map((path): File => [path, readFileSync(join(root, path))])
    .concat(exercises.flatMap((exercise) => exerciseFiles(root, exercise)));
}

function exerciseFiles(root: string, { manifest, handoutFiles }: Exercise): File[] {
  const folder = `exercises/${manifest.id}`;
  const files = [manifest.part.file, ...handoutFiles].sort().flatMap((name) => {
    const paths = globSync([name, `${name}/**/*`], { cwd: join(root, folder), posix: true, nodir: true });
    return paths.map((path) => `${folder}/${path}`);
  });
  return files.map((path) => [
    path,
    path === `${folder}/exercise.json` ? visibleManifest(manifest) : readFileSync(join(root, path)),
  ]);
}

/** The manifest as if there were no hidden checks: their titles and hints tell what they look at. */
function visibleManifest(manifest: Exercise['manifest']): string {
  const checks = manifest.checks.filter(({ visibility }) => visibility === 'visible');
  return `${JSON.stringify({ ...manifest, checks }, null, 2)}\n`;
}

/** The zip that Gradescope makes its autograder from: setup.sh builds the image, run_autograder grades one submission. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { labCopy } from './lab-copy.js';
import { sorted, type PackageFiles } from './package-files.js';

export interface Choice {
  /** Ids of the exercises that are graded. */
  readonly exercises: readonly string[];
  readonly seed: number;
  /** The instructor's own notes; the lab's where it is left out. */
  readonly lectureFile?: string;
}

export function gradescopePackage(root: string, choice: Choice): PackageFiles {
  const script = (name: string) => ({
    content: readFileSync(join(root, 'grading/platforms/gradescope', name)),
    executable: true as const,
  });
  return sorted([
    ['setup.sh', script('setup.sh')],
    ['run_autograder', script('run_autograder')],
    ['options.txt', { content: `${optionsOf(choice).join('\n')}\n` }],
    ...labCopy(root, choice.lectureFile).map(([path, file]) => [`hyperlab/${path}`, file] as const),
  ]);
}

/** The words after `hyperlab autograde SYSTEM …`. */
export function optionsOf({ exercises, seed }: Choice): string[] {
  return ['--only', exercises.join(','), '--seed', String(seed)];
}

/** Workflows for GitHub Actions: students' repositories ask, and a runner of the instructor's grades, which alone has the hidden checks. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Exercise } from '../exercises/index.js';
import { optionsOf } from './gradescope.js';
import { sorted, type PackageFiles } from './package-files.js';

export interface GithubChoice {
  readonly exercises: readonly Exercise[];
  readonly seed: number;
  /** The organization, and its repository with the workflow. */
  readonly organization: string;
  readonly repository: string;
  /** Short names, as Classroom 50 has them. */
  readonly classroom: string;
  readonly assignment: string;
}

export function githubPackage(root: string, choice: GithubChoice): PackageFiles {
  const { exercises, seed, organization, repository, classroom, assignment } = choice;
  const ids = exercises.map(({ manifest }) => manifest.id);
  const points = exercises
    .flatMap(({ manifest }) => manifest.checks)
    .reduce((sum, check) => sum + check.points, 0);
  const words: Readonly<Record<string, string>> = {
    organization,
    repository,
    classroom,
    assignment,
    options: optionsOf({ exercises: ids, seed }).join(' '),
    points: String(2 * points),
  };
  const filled = (name: string) => {
    const template = readFileSync(join(root, 'grading/platforms/github', name), 'utf8');
    // `${{ … }}` is GitHub's own.
    return { content: template.replace(/(?<!\$)\{\{(\w+)\}\}/g, (_, word: string) => words[word]!) };
  };
  return sorted([
    ['README.md', filled('readme.txt')],
    ['instructor/.github/workflows/hyperlab-grade.yml', filled('grade-workflow.txt')],
    ['students/.github/workflows/hyperlab.yml', filled('caller-workflow.txt')],
  ]);
}

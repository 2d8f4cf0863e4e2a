/** What PrairieLearn needs: the recipe of an image for its external grader, and a question for each exercise. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Exercise } from '../exercises/index.js';
import { labCopy } from './lab-copy.js';
import { sorted, type PackageFile, type PackageFiles } from './package-files.js';
import { question, topicOf, TIMEOUT } from './prairielearn-question.js';

export interface PrairieLearnChoice {
  readonly exercises: readonly Exercise[];
  readonly seed: number;
  /** As `docker push` knows it. */
  readonly image: string;
  /** The instructor's own notes; the lab's where it is left out. */
  readonly lectureFile?: string;
}

export function prairieLearnPackage(root: string, choice: PrairieLearnChoice): PackageFiles {
  const { exercises, image } = choice;
  const read = (name: string): string =>
    readFileSync(join(root, 'grading/platforms/prairielearn', name), 'utf8');
  const topics = [...new Set(exercises.map(topicOf))].map((topic) => `"${topic}"`).join(', ');
  const rows = exercises.map(({ manifest: { id, checks } }) => {
    const points = checks.reduce((sum, check) => sum + check.points, 0);
    return `| hyperlab-${id} | ${points} |`;
  });
  const readme = read('readme.txt')
    .replaceAll('{{image}}', () => image)
    .replace('{{topics}}', () => topics)
    .replace('{{timeout}}', String(TIMEOUT))
    .replace('{{questions}}', () => rows.join('\n'));
  const recipe: (readonly [string, PackageFile])[] = [
    ['image/Dockerfile', { content: read('Dockerfile').replace('{{image}}', () => image) }],
    ['image/grade.sh', { content: read('grade.sh'), executable: true }],
    ...labCopy(root, choice.lectureFile).map(([path, file]) => [`image/hyperlab/${path}`, file] as const),
  ];
  const questions = exercises.flatMap((exercise) => question(root, exercise, choice, read('server-py.txt')));
  return sorted([['README.md', { content: readme }], ...recipe, ...questions]);
}

/**
 * The right answers of an exercise that are built another way than the reference: `grading/suites/NN-slug/right/<design>.ts`.
 * Each is a whole part, as a student would hand it in, so its imports are those of `exercises/NN-slug/`. Its first line is a
 * comment that says what is different about the design.
 */
import { globSync } from 'glob';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Manifest } from '../result/index.js';

export interface RightPart {
  /** `right-<design>`, so that a right and a wrong answer never have the same name. */
  readonly name: string;
  /** What is different about it. */
  readonly design: string;
  readonly text: string;
}

export class RightAnswerError extends Error {}

/** All of them under `root`, by name. @throws RightAnswerError where one does not say what is different about it. */
export function rightAnswers(root: string, { id }: Manifest): RightPart[] {
  const files = globSync(`grading/suites/${id}/right/*.ts`, { cwd: root, posix: true }).sort();
  return files.map((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    return { name: `right-${basename(file, '.ts')}`, design: designOf(text, file), text };
  });
}

/** What the first line, a comment, says. @throws RightAnswerError; `file` stands in the message. */
export function designOf(text: string, file: string): string {
  const design = /^(?:\/\/|\/\*\*?) *([^\s*/].*?) *(?:\*\/)?$/m.exec(text.split('\n', 1)[0]!)?.[1];
  if (design === undefined) {
    throw new RightAnswerError(
      `${file}: its first line is a comment that says what is different about the design`,
    );
  }
  return design;
}

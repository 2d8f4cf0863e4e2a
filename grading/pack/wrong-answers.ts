/** The known-wrong answers of an exercise, as the parts that students would hand in. */
import { globSync } from 'glob';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Manifest, WrongAnswer } from '../result/index.js';
import { applyHunks, readWrongAnswer } from './wrong-answer.js';

export interface WrongPart extends WrongAnswer {
  /** The file's name without `.diff`. */
  readonly name: string;
  /** The whole part, mistake and all. */
  readonly text: string;
}

/** All of them under `root`, by name. @throws WrongAnswerError or SchemaError where one cannot be read. */
export function wrongAnswers(root: string, { id, part }: Manifest): WrongPart[] {
  const reference = readFileSync(join(root, 'solutions', id, part.file), 'utf8');
  const files = globSync(`grading/suites/${id}/wrong/*.diff`, { cwd: root, posix: true }).sort();
  return files.map((file) => {
    const { mistake, fails, hunks } = readWrongAnswer(readFileSync(join(root, file), 'utf8'), file);
    return { name: basename(file, '.diff'), mistake, fails, text: applyHunks(reference, hunks, file) };
  });
}

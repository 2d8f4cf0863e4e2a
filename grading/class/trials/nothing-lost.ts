/** What must hold after a class was killed: at once, and when a later run has gone on to its end. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseResult } from '../../result/index.js';
import { openServer } from '../database/index.js';
import { readClass, type ClassStudent } from '../record/index.js';

/** What was recorded once, as anybody can see it without a run: it stays as it was. */
export class Kept {
  readonly #out: string;
  readonly #url: string | undefined;
  #before: ReadonlySet<string> = new Set();

  constructor(out: string, url: string | undefined) {
    this.#out = out;
    this.#url = url;
  }

  async requireAll(): Promise<void> {
    const now = new Set([...this.#inFiles(), ...(await this.#onServer())]);
    const lost = [...this.#before].filter((each) => !now.has(each));
    if (lost.length > 0) {
      throw new Error(`was recorded, and is gone: ${lost.join(', ')}`);
    }
    this.#before = now;
  }

  /** Each attempt and each result of `class.json`; each folder, which is whole whenever it is there. */
  #inFiles(): string[] {
    const { class: id, students } = readClass(this.#out);
    return students.flatMap(({ key, attempts }) => [
      ...(this.#hasFolder(key) ? [`the folder of ${key}`] : []),
      ...attempts.flatMap(({ number, gradings }) => [
        `attempt ${number} of ${key} in ${id}`,
        ...gradings.map(
          ({ gradedAt, score }) => `${score} points of attempt ${number} of ${key}, ${gradedAt}`,
        ),
      ]),
    ]);
  }

  #hasFolder(key: string): boolean {
    const folder = join(this.#out, key);
    if (!existsSync(folder)) {
      // A kill between two renames: the next run finishes it.
      return readdirSync(this.#out).some(
        (name) => name.startsWith('.hyperlab-') && existsSync(join(this.#out, name, 'old-1', key)),
      );
    }
    parseResult(readFileSync(join(folder, 'result.json'), 'utf8'));
    const files = readdirSync(folder).sort().join(' ');
    if (files !== 'feedback.html junit.xml result.json run.json') {
      throw new Error(`${folder} is not whole: ${files}`);
    }
    return true;
  }

  async #onServer(): Promise<string[]> {
    if (this.#url === undefined) {
      return [];
    }
    const database = await openServer(this.#url);
    try {
      const rows = await database.query<{ what: string }>(
        `select 'grading ' || id || ' of ' || attempt || ': ' || md5(result) as what from hyperlab.grading
         union all select 'attempt ' || id || ': ' || ref from hyperlab.attempt`,
      );
      return rows.map(({ what }) => what);
    } finally {
      await database.close();
    }
  }
}

/** After a run that went on to its end. */
export function requireWhole(
  { key, attempts, current, state, score }: ClassStudent,
  handedIn: Buffer,
  out: string,
): void {
  const claim = (holds: boolean, what: string): void => {
    if (!holds) {
      throw new Error(`${key}: ${what}: ${JSON.stringify({ current, state, score, attempts }, null, 1)}`);
    }
  };
  claim(state === 'graded', 'its last attempt was not graded');
  claim(
    attempts.every(({ number }, index) => number === index + 1),
    'attempts are not numbered as they came',
  );
  claim(
    attempts.every(({ gradings }) => gradings.length <= 1),
    'an attempt was graded twice',
  );
  const result = parseResult(readFileSync(join(out, key, 'result.json'), 'utf8'));
  claim(result.score === result.maxScore && result.score === score, 'its result is not that of right work');
  const sha256 = createHash('sha256').update(handedIn).digest('hex');
  claim(result.exercises[0]!.part?.sha256 === sha256, 'its result is of other work than was handed in last');
  claim(current === attempts.length, 'another attempt counts than the last one');
}

/** What killed runs had on the disk was cleared away by later ones, but for what was there after the last. */
export function requireNothingLeft(temporary: string): void {
  const left = readdirSync(temporary);
  if (left.length > 0) {
    throw new Error(`later runs have left what killed ones had: ${left.join(', ')}`);
  }
}

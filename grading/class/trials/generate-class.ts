/** Makes a class: right answers, wrong ones, endless loops and broken hand-ins, each with a text of its own. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Exercise } from '../../exercises/index.js';
import { rightAnswers, wrongAnswers } from '../../pack/index.js';

export type Kind = 'right' | 'wrong' | 'endless' | 'broken';

export interface MadeClass {
  /** By the name of the student's folder. */
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly textsOf: (student: string) => ReadonlyMap<string, string>;
}

/** Of a hundred, five are endless loops and two are broken; the others are right and wrong in turns. */
export function kindOf(index: number): Kind {
  if (index % 50 === 49) {
    return 'broken';
  }
  if (index % 20 === 7) {
    return 'endless';
  }
  return index % 2 === 0 ? 'right' : 'wrong';
}

/** `count` folders of students in `folder`. The same count makes the same class. */
export function makeClass(
  folder: string,
  root: string,
  exercises: readonly Exercise[],
  count: number,
): MadeClass {
  const answers = exercises.map(({ manifest }) => {
    const reference = readFileSync(join(root, 'solutions', manifest.id, manifest.part.file), 'utf8');
    return {
      path: join(manifest.id, manifest.part.file),
      right: [reference, ...rightAnswers(root, manifest).map(({ text }) => text)],
      wrong: wrongAnswers(root, manifest).map(({ text }) => text),
      endless: endless(reference, manifest.id),
    };
  });
  const kinds = new Map<string, Kind>();
  const texts = new Map<string, Map<string, string>>();
  for (let index = 0; index < count; index++) {
    const name = `student-${String(index + 1).padStart(4, '0')}`;
    const kind = kindOf(index);
    kinds.set(name, kind);
    const parts = new Map(
      answers.map(({ path, right, wrong, ...loop }, at) => {
        // One exercise never ends; of a wrong submission every other exercise is wrong.
        const isEndless = kind === 'endless' && at === index % answers.length;
        const isWrong = kind === 'wrong' && (at + (index >> 1)) % 2 === 0; // wrong ones have odd numbers
        const text = isEndless ? loop.endless : isWrong ? pick(wrong, index) : pick(right, index);
        return [path, `${text}\n// handed in by ${name}\n`];
      }),
    );
    texts.set(name, parts);
    if (kind === 'broken') {
      writeFileSync(join(folder, `${name}.zip`), 'PK\u0003\u0004 and nothing after it');
    } else {
      parts.forEach((text, path) => write(join(folder, name, path), text));
    }
  }
  return { kinds, textsOf: (student) => texts.get(student)! };
}

const pick = <Item>(items: readonly Item[], index: number): Item => items[index % items.length]!;

/** The reference with a loop at the beginning of its first function. */
export function endless(reference: string, id: string): string {
  const text = reference.replace(/^(export const .*=> \{|(?: {2}|function )\w+\(.*\{)$/m, '$1 for (;;) {}');
  if (text === reference) {
    throw new Error(`the reference of ${id} has no function to make endless`);
  }
  return text;
}

function write(file: string, text: string): void {
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
}

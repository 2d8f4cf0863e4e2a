/** Compares the texts of a class, an exercise at a time, less what everybody was given. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadExercises } from '../../../exercises/index.js';
import { labRoot } from '../../../lab-root.js';
import { findSimilar, type Similarity } from '../../../similarity/index.js';
import type { ClassTexts } from './read-texts.js';

export interface SimilarExercise {
  readonly exercise: string;
  readonly found: Similarity;
  /** Of those who are in it, by key. */
  readonly texts: ReadonlyMap<string, string>;
}

export function compareTexts(
  { handed }: ClassTexts,
  onExercise: (exercise: string) => void = () => undefined,
): SimilarExercise[] {
  const root = labRoot();
  return loadExercises(root).flatMap(({ manifest }) => {
    const all = handed.get(manifest.id);
    if (all === undefined) {
      return [];
    }
    onExercise(manifest.id);
    const found = findSimilar(all, givenTexts(root, manifest.id, manifest.part.file));
    return [{ exercise: manifest.id, found, texts: new Map(all.map(({ owner, text }) => [owner, text])) }];
  });
}

/** The stub, and the code that stands on the task page. */
function givenTexts(root: string, exercise: string, file: string): string[] {
  const folder = join(root, 'exercises', exercise);
  const page = readFileSync(join(folder, 'README.md'), 'utf8');
  const blocks = [...page.matchAll(/^```\w*\n([^]*?)^```/gm)].map(([, code]) => code!);
  return [readFileSync(join(folder, file), 'utf8'), ...blocks];
}

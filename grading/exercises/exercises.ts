/** The lab's exercises as they lie on disk: one folder here with its manifest, one beside it with the hidden checks. */
import { globSync } from 'glob';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseManifest, type Manifest } from '../result/index.js';
import { UsersFault } from '../users-fault.js';

export interface Exercise {
  readonly manifest: Manifest;
  /** Every file that the lab itself ships in the exercise's folder, the stub excepted. */
  readonly handoutFiles: readonly string[];
  /** The suite beside the task, and the one with the hidden checks (none in a student's copy of the lab). */
  readonly suites: { readonly visible: string; readonly hidden: readonly string[] };
}

/** Every exercise under `root`, by number. Throws SchemaError where a manifest breaks its schema. */
export function loadExercises(root: string): Exercise[] {
  const manifests = globSync('exercises/[0-9][0-9]-*/exercise.json', { cwd: root, posix: true }).sort();
  return manifests.map((file) => loadExercise(root, file));
}

function loadExercise(root: string, file: string): Exercise {
  const manifest = parseManifest(readFileSync(join(root, file), 'utf8'), file);
  const { id, part } = manifest;
  const folder = join(root, 'exercises', id);
  const hidden = join(root, 'grading/suites', id, 'hidden.test.ts');
  return {
    manifest,
    handoutFiles: readdirSync(folder).filter((name) => name !== part.file),
    suites: { visible: join(folder, 'checks.test.ts'), hidden: existsSync(hidden) ? [hidden] : [] },
  };
}

/**
 * What the lab ships beside its exercises: the lecture and its figures, and in `solutions/` the plugs of sockets that are no
 * exercise yet. A submission that is a copy of these folders has them too.
 */
export function besideExercises(root: string, exercises: readonly Exercise[]): string[] {
  const names = ['exercises', 'solutions'].flatMap((folder) => {
    const path = join(root, folder);
    return existsSync(path) ? readdirSync(path) : [];
  });
  return names.filter((name) => !exercises.some(({ manifest }) => manifest.id === name));
}

/** Thrown when a number names no exercise; the message lists those that there are. */
export class UnknownExercise extends UsersFault {}

/** The exercises that `numbers` ('08', '8', '01-08' or '08-trap-and-emulate') name; all of them when there are none. */
export function selectExercises(exercises: readonly Exercise[], numbers: readonly string[]): Exercise[] {
  const unknown = numbers.find((number) => !exercises.some((exercise) => answersTo(exercise, number)));
  if (unknown !== undefined) {
    const known = exercises.map(({ manifest }) => manifest.id).join(', ');
    throw new UnknownExercise(
      `there is no exercise '${unknown}': use a number, a range such as 01-08, or a name of ${known}`,
    );
  }
  if (numbers.length === 0) {
    return [...exercises];
  }
  return exercises.filter((exercise) => numbers.some((number) => answersTo(exercise, number)));
}

function answersTo({ manifest }: Exercise, number: string): boolean {
  const own = manifest.id.slice(0, 2);
  const range = /^(\d\d?)-(\d\d?)$/.exec(number);
  if (range) {
    const [, first, last] = range.map((each) => each.padStart(2, '0'));
    return first! <= own && own <= last!;
  }
  return manifest.id === number || own === number.padStart(2, '0');
}

/** Finds the parts in a submission: where its exercise folders lie, which file is a part, and what does not belong there. */
import type { SubmissionLimits } from './limits.js';
import { isClutter, type Entry, type Source } from './source.js';
import { legibleName, SubmissionError } from './submission-error.js';

/** What the lab knows of one exercise's folder. */
export interface ManifestFiles {
  /** `08-trap-and-emulate` */
  readonly id: string;
  /** The one file that the student writes: `emulate.ts`. */
  readonly partFile: string;
  /** Names that the lab itself ships in that folder, such as README.md; they are passed over. */
  readonly handoutFiles: readonly string[];
}

export interface LabFiles {
  readonly exercises: readonly ManifestFiles[];
  /** Names that the lab itself ships beside its exercise folders, such as lecture.md; they are passed over. */
  readonly beside: readonly string[];
}

export interface SubmittedPart {
  /** Its name in the exercise's folder: `emulate.ts`. */
  readonly file: string;
  readonly text: string;
}

/** Reads every part that is there. Throws SubmissionError for anything that no manifest names, and when there is no part. */
export async function collectParts(
  source: Source,
  lab: LabFiles,
  limits: SubmissionLimits,
): Promise<Map<string, SubmittedPart>> {
  const parts = new Map<string, SubmittedPart>();
  for (const entry of await listPlain(source, await findExercises(source, lab))) {
    if (lab.beside.includes(entry.name)) {
      continue;
    }
    const exercise = findExercise(entry, lab);
    const file = await findPart(source, entry, exercise);
    if (file === undefined) {
      continue;
    }
    const bytes = await source.read(file.path, limits.partBytes);
    parts.set(exercise.id, { file: exercise.partFile, text: decode(bytes, file.path) });
  }
  if (parts.size === 0) {
    throw new SubmissionError(`holds no part of any exercise: ${expected(lab)}`);
  }
  return parts;
}

/** The folder in which the exercise folders lie. */
async function findExercises(source: Source, lab: LabFiles): Promise<string> {
  let folder = '';
  for (let wrapped = 0; ; wrapped++) {
    const entries = await listPlain(source, folder);
    if (entries.some(isNumbered)) {
      return folder;
    }
    const exercises = entries.find(({ name, kind }) => name === 'exercises' && kind === 'folder');
    if (exercises && (await listPlain(source, exercises.path)).some(isNumbered)) {
      return exercises.path;
    }
    const [only] = entries;
    if (only === undefined) {
      throw new SubmissionError(`is empty: ${expected(lab)}`);
    }
    if (entries.length > 1 || only.kind !== 'folder' || wrapped === 1) {
      throw new SubmissionError(`holds no exercise folder: ${expected(lab)}`);
    }
    folder = only.path;
  }
}

function expected({ exercises }: LabFiles): string {
  const [first] = exercises;
  const example = first ? `, such as ${first.id}/${first.partFile}` : '';
  return `hand in your files in folders that are named like the exercises${example}`;
}

function isNumbered({ name }: Entry): boolean {
  return /^\d\d-/.test(name);
}

/**
 * The entries of a folder, without clutter. Throws where one is neither file nor folder, or where two names are the same on
 * other systems.
 */
async function listPlain(source: Source, folder: string): Promise<Entry[]> {
  const entries = (await source.list(folder)).filter(({ name }) => !isClutter(name));
  const seen = new Map<string, string>();
  for (const { name, path, kind } of entries) {
    const shown = legibleName(path);
    if (kind !== 'file' && kind !== 'folder') {
      throw new SubmissionError(`${shown} is a ${kind}: hand in plain files and folders`);
    }
    const folded = name.normalize('NFC').toLowerCase();
    const twin = seen.get(folded);
    if (twin !== undefined) {
      const names = `${legibleName(twin)} and ${shown}`;
      throw new SubmissionError(`${names} are the same name on some systems: keep one of them`);
    }
    seen.set(folded, path);
  }
  return entries;
}

function findExercise(entry: Entry, { exercises }: LabFiles): ManifestFiles {
  const shown = legibleName(entry.path);
  const exercise = exercises.find(({ id }) => id === entry.name);
  if (exercise !== undefined) {
    if (entry.kind === 'folder') {
      return exercise;
    }
    throw new SubmissionError(`${shown} is a file: make it a folder that holds ${exercise.partFile}`);
  }
  if (!isNumbered(entry)) {
    throw new SubmissionError(`${shown} belongs to no exercise: take it out of the submission`);
  }
  const number = entry.name.slice(0, 2);
  const same = exercises.find(({ id }) => id.startsWith(`${number}-`));
  if (same) {
    throw new SubmissionError(`${shown} is not the name of exercise ${number}: call the folder ${same.id}`);
  }
  const known = exercises.map(({ id }) => id.slice(0, 2)).join(', ');
  throw new SubmissionError(
    `${shown}: exercise number ${number} is unknown; known: ${known}; rename the folder or take it out`,
  );
}

async function findPart(source: Source, folder: Entry, exercise: ManifestFiles): Promise<Entry | undefined> {
  let part: Entry | undefined;
  for (const entry of await listPlain(source, folder.path)) {
    const shown = legibleName(entry.path);
    if (entry.name === exercise.partFile) {
      if (entry.kind !== 'file') {
        throw new SubmissionError(`${shown} is a folder: it must be your file`);
      }
      part = entry;
    } else if (!exercise.handoutFiles.includes(entry.name)) {
      const only = `only ${exercise.partFile} is handed in there`;
      throw new SubmissionError(
        `${shown} is named by no manifest: ${only}; move the code into it, or take the file out`,
      );
    }
  }
  return part;
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes); // drops a byte order mark
  } catch {
    throw new SubmissionError(`${legibleName(path)} is not UTF-8 text: save it as UTF-8 in your editor`);
  }
}

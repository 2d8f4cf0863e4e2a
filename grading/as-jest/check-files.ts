/** Checks the parts in this folder as `hyperlab check` does, and yields one test file of Jest's for each exercise. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_SEED } from '../default-seed.js';
import type { HandedPart } from '../engine/index.js';
import type { Exercise } from '../exercises/index.js';
import { openGrader, type Lab } from '../lab/index.js';
import { studentView, type StudentCheck } from '../report/index.js';
import { readPart, SubmissionError } from '../submission/index.js';
import { placeOfCheck, type Place } from './place-of-check.js';

export interface CheckedFile {
  /** The file with the visible checks. */
  readonly path: string;
  readonly checks: readonly { readonly check: StudentCheck; readonly place: Place | undefined }[];
  /** Why there are none: the part cannot be read. */
  readonly fault?: string;
}

/** The exercises whose part is there; without one there is nothing to say. */
export function withParts(lab: Lab, exercises: readonly Exercise[]): Exercise[] {
  return exercises.filter(({ manifest: { id, part } }) =>
    existsSync(join(lab.root, 'exercises', id, part.file)),
  );
}

export async function checkFiles(
  lab: Lab,
  exercises: readonly Exercise[],
  inline: boolean,
): Promise<CheckedFile[]> {
  const parts = new Map<string, HandedPart>();
  const faults = new Map<string, string>();
  for (const { manifest } of exercises) {
    const read = await readOrFault(lab.root, manifest);
    if (typeof read === 'string') {
      faults.set(manifest.id, read);
    } else {
      parts.set(manifest.id, read);
    }
  }
  const readable = exercises.filter(({ manifest }) => parts.has(manifest.id));
  const checks = await grade(lab, readable, parts, inline);
  return exercises.map((exercise) => {
    const { id } = exercise.manifest;
    const path = exercise.suites.visible;
    const fault = faults.get(id);
    const text = readFileSync(path, 'utf8');
    const placed = (checks.get(id) ?? []).map((check) => ({ check, place: placeOfCheck(text, check.title) }));
    return { path, checks: placed, ...(fault !== undefined && { fault }) };
  });
}

/** The checks by exercise. */
async function grade(
  lab: Lab,
  exercises: readonly Exercise[],
  parts: ReadonlyMap<string, HandedPart>,
  inline: boolean,
): Promise<Map<string, readonly StudentCheck[]>> {
  if (exercises.length === 0) {
    return new Map();
  }
  const grader = await openGrader({ ...lab, exercises }, DEFAULT_SEED, false, { inline });
  try {
    const { result, notes } = await grader.grade({ name: 'your work', parts }, exercises, () => undefined);
    return new Map(studentView(result, notes).exercises.map(({ id, checks }) => [id, checks]));
  } finally {
    await grader.close();
  }
}

async function readOrFault(root: string, { id, part }: Exercise['manifest']): Promise<HandedPart | string> {
  try {
    return await readPart(join(root, 'exercises', id), part.file);
  } catch (error) {
    if (!(error instanceof SubmissionError)) {
      throw error;
    }
    return error.faults.join('\n');
  }
}

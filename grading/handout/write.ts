/**
 * Writes a handout into a folder, also over an earlier one. What a student has changed or added since stays as it is: a file is
 * written only where there is none, or where it is still as an earlier handout left it. The sealed build is always replaced.
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { digest, RECORD, readRecord, recordOf, type Handout, type HandoutRecord } from './handout.js';
import { HandoutRefused } from './seal/index.js';

export interface Written {
  /** Files that somebody has changed since the last handout, and that therefore stay as they are. */
  readonly kept: readonly string[];
}

/** Those that have a name of their own for npm, and begin with `#!`. */
const PROGRAMS = ['dist/hyperlab.js', 'dist/jest.js'];
/** The exercises that lie in `folder` from an earlier handout; none where there is no handout. @throws SchemaError */
export function handedOutIn(folder: string): readonly string[] {
  return readRecord(folder)?.exercises ?? [];
}

/** @throws HandoutRefused where the folder holds files that no handout has put there */
export function writeHandout(folder: string, handout: Handout): Written {
  const before = readRecord(folder);
  if (before === undefined) {
    requireFree(folder, handout);
  }
  const kept: string[] = [];
  for (const [path, content] of handout.files) {
    const file = join(folder, path);
    const there = existsSync(file) ? digest(readFileSync(file)) : undefined;
    const isOurs = there === undefined || there === before?.files[path] || path.startsWith('dist/');
    if (isOurs) {
      put(file, content);
    } else if (there !== digest(content)) {
      kept.push(path);
    }
  }
  removeOld(folder, handout, before);
  for (const program of PROGRAMS.filter((path) => handout.files.has(path))) {
    chmodSync(join(folder, program), 0o755);
  }
  put(join(folder, RECORD), Buffer.from(`${JSON.stringify(recordOf(handout), null, 2)}\n`));
  return { kept };
}

/** A folder with a `.git` in it is what instructors have; one with other files of these names is something else. */
function requireFree(folder: string, { files }: Handout): void {
  if (!existsSync(folder)) {
    return;
  }
  const taken = readdirSync(folder).find((name) =>
    [...files.keys()].some((path) => path.split('/')[0] === name),
  );
  if (taken !== undefined) {
    throw new HandoutRefused(
      `${join(folder, taken)}: is there already, and is not from a handout; give --out a new folder, or remove it`,
    );
  }
}

/** What an earlier handout had and this one has not; a student's changes stay. */
function removeOld(folder: string, { files }: Handout, before: HandoutRecord | undefined): void {
  for (const [path, sha256] of Object.entries(before?.files ?? {})) {
    const file = join(folder, path);
    if (!files.has(path) && existsSync(file) && digest(readFileSync(file)) === sha256) {
      rmSync(file);
    }
  }
}

/** Whole or not at all: somebody may look at the folder meanwhile. */
function put(file: string, content: Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  const half = `${file}.${process.pid}.half`;
  try {
    writeFileSync(half, content);
    renameSync(half, file);
  } catch (error) {
    rmSync(half, { force: true });
    throw error;
  }
}

/** Writes a package into a folder, or into one file. Nothing that is there already is lost. */
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UsersFault } from '../users-fault.js';
import type { PackageFiles } from './package-files.js';

/** A place that cannot be written, or must not be. */
export class PackageError extends UsersFault {}

/** Looks at everything first: with one file that is there and differs, nothing is written. @throws PackageError */
export function writePackage(folder: string, files: PackageFiles): void {
  const differing = [...files].find(([path, { content }]) =>
    differs(join(folder, path), Buffer.from(content)),
  );
  if (differing !== undefined) {
    throw new PackageError(
      `${join(folder, differing[0])}: is there already, and differs: give --out a new folder, or remove it`,
    );
  }
  for (const [path, { content, executable }] of files) {
    const file = join(folder, path);
    writeWhole(file, Buffer.from(content));
    chmodSync(file, executable ? 0o755 : 0o644);
  }
}

/** The whole file or nothing. @throws PackageError */
export function writeWhole(file: string, bytes: Uint8Array): void {
  const half = `${file}.half`;
  try {
    mkdirSync(dirname(resolve(file)), { recursive: true });
    writeFileSync(half, bytes);
    renameSync(half, file);
  } catch (error) {
    rmSync(half, { force: true });
    throw unwritable(file, error);
  }
}

function differs(file: string, content: Buffer): boolean {
  try {
    return existsSync(file) && !readFileSync(file).equals(content);
  } catch (error) {
    throw unwritable(file, error);
  }
}

function unwritable(file: string, error: unknown): Error {
  const { code } = error as NodeJS.ErrnoException;
  return code === undefined
    ? (error as Error)
    : new PackageError(`${file}: cannot be written (${code}): give --out another place`);
}

/** `hyperlab package SYSTEM`: what an instructor uploads to another system, so that it grades with this lab. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { InputError } from '../command-line/index.js';
import { openLab } from '../lab/index.js';
import { gradescopePackage, zipOf } from '../platforms/index.js';

interface PackageOptions {
  readonly out: string;
  readonly only?: readonly string[];
  readonly seed: number;
}

export async function packageGradescope({ out, only = [], seed }: PackageOptions): Promise<void> {
  const { root, exercises } = openLab(only);
  const ids = exercises.map(({ manifest }) => manifest.id);
  const bytes = await zipOf(gradescopePackage(root, { exercises: ids, seed }));
  put(out, bytes);
  const points = exercises.reduce((sum, { manifest }) => sum + pointsOf(manifest), 0);
  process.stdout.write(
    `${out}: ${(bytes.length / 2 ** 20).toFixed(1)} MiB, for ${ids.join(', ')}; give the assignment ${points} points\n`,
  );
}

const pointsOf = ({ checks }: { checks: readonly { points: number }[] }): number =>
  checks.reduce((sum, { points }) => sum + points, 0);

/** Whole or not at all. */
function put(file: string, bytes: Uint8Array): void {
  try {
    mkdirSync(dirname(resolve(file)), { recursive: true });
    writeFileSync(`${file}.half`, bytes);
    renameSync(`${file}.half`, file);
  } catch (error) {
    throw new InputError(
      `${file}: cannot be written (${(error as NodeJS.ErrnoException).code}): give --out another place`,
    );
  }
}

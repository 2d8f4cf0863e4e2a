/** The folder of random guests that differed once: kept, and read. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { labRoot } from '../../../lab-root.js';
import { readRegression, regressionText, type Regression } from './regression-file.js';

/** Writes the file `name`. Returns its path in the lab. */
export function keep(name: string, regression: Regression, folder = regressionFolder()): string {
  const path = join(folder, `${name}.txt`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, regressionText(regression));
  return relative(labRoot(), path);
}

/** All of them by name. @throws Error where a file is wrong; it names file and line */
export function regressions(
  folder = regressionFolder(),
): { readonly name: string; readonly regression: Regression }[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.txt'))
    .sort()
    .map((file) => ({ name: file.replace(/\.txt$/, ''), regression: readNamed(folder, file) }));
}

function readNamed(folder: string, file: string): Regression {
  const path = join(folder, file);
  try {
    return readRegression(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${relative(labRoot(), path)}: ${(error as Error).message}`, { cause: error });
  }
}

const regressionFolder = () => join(labRoot(), 'grading/machine/fuzz-modes/regressions');

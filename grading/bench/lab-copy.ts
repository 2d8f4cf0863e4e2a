/** A copy of the lab to measure in, with the reference parts in the place of the stubs: correct work, as a student has it. */
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Exercise } from '../exercises/index.js';

const COPIED = [
  'src',
  'exercises',
  'solutions',
  'grading',
  'dist',
  'package.json',
  'tsconfig.json',
  'jest.config.ts',
];

export function copyLab(root: string, exercises: readonly Exercise[], folder: string): string {
  for (const name of COPIED) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const { manifest } of exercises) {
    const part = join(manifest.id, manifest.part.file);
    cpSync(join(root, 'solutions', part), join(folder, 'exercises', part));
  }
  return folder;
}

/** The version of the grader that a handout is of; see engine/digest.ts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as original from '../../engine/index.js';

export const graderDigest: typeof original.graderDigest = (root) => {
  const record = JSON.parse(readFileSync(join(root, 'dist/handout.json'), 'utf8')) as { suite: string };
  return record.suite;
};

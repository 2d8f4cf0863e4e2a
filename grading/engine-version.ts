/** Which version of the lab this is. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { labRoot } from './lab-root.js';

/** The version in package.json. */
export function engineVersion(): string {
  const text = readFileSync(join(labRoot(), 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** A part whose script tells a debugger which file of the student's it was made from, so that breakpoints in that file are hit. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SessionPart } from '../suite/index.js';

/** `root` is the lab in which the part lies. */
export function forDebugger(part: SessionPart, root: string): SessionPart {
  if (!part.ok) {
    return part;
  }
  const map = JSON.parse(part.map) as { sources: string[] };
  const source = pathToFileURL(join(root, 'exercises', part.file)).href;
  const told = Buffer.from(JSON.stringify({ ...map, sources: [source] })).toString('base64');
  return {
    ...part,
    script: `${part.script}\n//# sourceMappingURL=data:application/json;base64,${told}`,
  };
}

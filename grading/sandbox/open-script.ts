/** Opens a script that is handed over to a sandboxed process. */
import { fchmodSync, openSync } from 'node:fs';
import type { Program } from './command.js';

/** Its descriptor, to be closed when the process has been started; undefined where the process finds its script itself. */
export function openScript({ script, handed }: Program): number | undefined {
  if (!handed) {
    return undefined;
  }
  const descriptor = openSync(script, 'r');
  // The folder around it is private. The file itself is opened once more by whoever runs it, whatever our umask was.
  fchmodSync(descriptor, 0o644);
  return descriptor;
}

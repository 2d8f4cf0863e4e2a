/** Opens a script that is handed over to a sandboxed process. */
import { fchmodSync, openSync } from 'node:fs';

/** Its descriptor, to be closed when the process has been started. */
export function openScript(script: string): number {
  const descriptor = openSync(script, 'r');
  // The folder around it is private. The file itself is opened once more by whoever runs it, whatever our umask was.
  fchmodSync(descriptor, 0o644);
  return descriptor;
}

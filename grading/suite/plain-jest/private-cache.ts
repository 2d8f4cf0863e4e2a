/**
 * Where Jest keeps what it has compiled. Its own choice is a folder in /tmp with a name that everybody knows: another user of the
 * machine could make it first, and put code of theirs there.
 */
import { lstatSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/** A folder of this user's that nobody else can write into; where there is none, one for this run alone. */
export function privateCache(base = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')): string {
  const ours = join(base, 'hyperlab');
  const folder = join(ours, 'jest');
  try {
    if (isAbsolute(base)) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      if (isPrivate(ours) && isPrivate(folder)) {
        return folder;
      }
    }
  } catch {
    // It cannot be made, as in a home that cannot be written into.
  }
  return (forThisRun ??= temporary());
}

let forThisRun: string | undefined;

/** Jest's settings are read before it is there to resolve the lab's imports, so no other file of ours can help here. */
function temporary(): string {
  const folder = mkdtempSync(join(resolve(tmpdir()), 'hyperlab-jest-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function isPrivate(folder: string): boolean {
  const stats = lstatSync(folder);
  return stats.isDirectory() && stats.uid === process.getuid?.() && (stats.mode & 0o022) === 0;
}

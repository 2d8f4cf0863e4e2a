/** A zip archive that depends on nothing but what is in it: the same files give the same bytes, on every day and in every time zone. */
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import type { PackageFiles } from './package-files.js';

/** The first day that a zip archive can tell, in local time, as its format wants it. */
const EPOCH = new Date(1980, 0, 1);

export async function zipOf(files: PackageFiles): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [path, { content, executable }] of files) {
    const mode = 0o100000 | (executable ? 0o755 : 0o644);
    // The other kind of time stamp counts from UTC, and would tell the time zone.
    zip.addBuffer(Buffer.from(content), path, { mtime: EPOCH, mode, forceDosTimestamp: true });
  }
  zip.end();
  return buffer(zip.outputStream);
}

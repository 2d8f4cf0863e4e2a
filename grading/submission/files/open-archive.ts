/** Archives: which names promise one, and what the bytes really are. */
import type { SubmissionLimits } from './limits.js';
import type { Source } from './source.js';
import { readTar } from './tar.js';
import { readZip } from './zip.js';

/** `work.zip`, `work.tgz`, `work.tar.gz`, and `work.tar-1.gz`, as Canvas calls the second one. */
export function isArchiveName(name: string): boolean {
  return /\.(zip|tgz|gz|tar)$/i.test(name);
}

/** The bytes decide, and not the name: a zip file that somebody called `.tar.gz` is a zip file. */
export function openArchive(name: string, bytes: Buffer, limits: SubmissionLimits): Promise<Source> {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const isZip = bytes.subarray(0, 2).toString('latin1') === 'PK';
  return isZip || (/\.zip$/i.test(name) && !isGzip) ? readZip(bytes, limits) : readTar(bytes, limits);
}

/** The names under which a submission's results are kept. */
import { createHash } from 'node:crypto';
import { basename, resolve } from 'node:path';

/** Endings of archives, also as Canvas (`.tar-1.gz`) and browsers (`.tar (1).gz`) change them; the change is kept. */
const ENDING = /(?:\.zip|\.tgz|\.tar|\.tar([- ]\(?\d+\)?)?\.gz)$/i;

const MOST_LETTERS = 80;
/** File systems take 255 bytes, some 143, and some spell `ü` as two letters; an addition of ours must fit as well. */
const MOST_BYTES = 120;

/** `Müller & Co.tar.gz` as `Müller-Co`: letters, digits, dots, hyphens and underscores; never empty, hidden or long. */
export function submissionName(path: string): string {
  const base = withoutEnding(basename(resolve(path)));
  const plain = base.normalize('NFC').replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '-');
  const trimmed = plain.replace(/^[-.]+/g, '');
  return cut(trimmed).replace(/[-.]+$/g, '') || 'submission';
}

/** As names are compared where capitals and spellings in Unicode do not matter: some file systems do not tell them apart. */
export const caseless = (name: string): string => name.normalize('NFC').toLowerCase();

/** `Müller & Co.tar.gz` as `Müller & Co`, and else as it stands. */
export const withoutEnding = (file: string): string => file.replace(ENDING, '$1');

/**
 * The folder of a submission's results. It depends on the submission's path alone, and not on what else is graded: with
 * `distinct`, two that have one name in different places have different folders.
 */
export function folderName(path: string, distinct: boolean): string {
  const name = submissionName(path);
  const place = createHash('sha256').update(resolve(path)).digest('hex').slice(0, 8);
  return distinct ? `${name}-${place}` : name;
}

/** As many letters from the beginning as fit. */
function cut(name: string): string {
  let short = '';
  for (const letter of [...name].slice(0, MOST_LETTERS)) {
    if (Buffer.byteLength((short + letter).normalize('NFD')) > MOST_BYTES) {
      break;
    }
    short += letter;
  }
  return short;
}

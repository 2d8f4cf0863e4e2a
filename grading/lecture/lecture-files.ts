/**
 * The lecture as it goes into a copy of the lab: the lab's own or the instructor's, with those pictures beside it that a page shows. The
 * author's comments are left out, as they are on pages.
 */
import { readFileSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import { parseLecture, withoutPrivateWords } from './parse-lecture.js';
import { imageFiles } from './pictures/index.js';

type File = readonly [path: string, content: string | Uint8Array];

/** `file` has been read by the command before, so what is wrong with it has been told. */
export function lectureFiles(root: string, file = join(root, 'exercises/lecture.md')): File[] {
  const text = withoutPrivateWords(readFileSync(file, 'utf8'), file);
  const pictures = new Map<string, Uint8Array>();
  const resolve = imageFiles(file);
  parseLecture(text, {
    name: basename(file),
    file,
    resolveImage: (href) => {
      const found = resolve(href);
      if (typeof found === 'string') {
        const path = posix.normalize(decodeURIComponent(href.replace(/[?#].*$/s, '')));
        pictures.set(`exercises/${path}`, Buffer.from(found.slice(found.indexOf(',') + 1), 'base64'));
      }
      return found;
    },
  });
  return [['exercises/lecture.md', text], ...pictures];
}

/**
 * Pictures that lie beside a lecture, as `data:` URIs, so that a page with the lecture in it needs no other file. What is not
 * certainly a picture that browsers show is left out, with the reason.
 */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { NotShown, ResolveImage } from './find-pictures.js';
import { findByName } from './find-by-name.js';
import { kindOfPicture, LFS_POINTER } from './image-kinds.js';

/** Each picture is copied into every page that shows its section. */
const MAX_BYTES = 2 * 1024 * 1024;

/** Finds pictures by their paths relative to the lecture file, inside its folder; follows no link out of it. */
export function imageFiles(lectureFile: string): ResolveImage {
  const folder = path.dirname(lectureFile);
  return (href) => {
    const relative = localPath(href);
    if (typeof relative !== 'string') {
      return relative;
    }
    const kind = kindOfPicture(relative);
    if ('why' in kind) {
      return kind;
    }
    const bytes = readInside(folder, relative);
    if (!Buffer.isBuffer(bytes)) {
      return bytes;
    }
    if (kind.matches(bytes)) {
      return `data:${kind.mime};base64,${bytes.toString('base64')}`;
    }
    return bytes.subarray(0, LFS_POINTER.length).toString('latin1') === LFS_POINTER
      ? why('is only a pointer of Git LFS; fetch the file itself with "git lfs pull"')
      : why(`does not hold what its name says (${kind.mime}); export it again`);
  };
}

const why = (text: string): NotShown => ({ why: text });

/** A relative path, decoded (`%20`) and without `?query` or `#fragment`; else why `/img/a.png` or `https:…` is none. */
function localPath(href: string): string | NotShown {
  const bare = href.replace(/[?#].*$/s, '');
  if (bare === '') {
    return why('has no address; write the path of a file beside the lecture');
  }
  if (/^(https?:)?\/\//i.test(bare)) {
    return why('lies on the web, and a page loads nothing; save it beside the lecture');
  }
  if (bare.startsWith(':/')) {
    return why(
      'is known to Joplin alone; export the note as "MD - Markdown", which puts its pictures beside it',
    );
  }
  if (/^data:/i.test(bare)) {
    return why(
      'is data of another kind than PNG, GIF, JPEG, WebP and AVIF; save it as a file beside the lecture',
    );
  }
  if (/^[a-z][a-z0-9+.-]*:/i.test(bare)) {
    return why(`has an address of the kind "${bare.split(':')[0]}:"; save it as a file beside the lecture`);
  }
  try {
    const decoded = decodeURIComponent(bare);
    if (decoded.includes('\0')) {
      return why('has a zero byte in its name; give it another name');
    }
    if (path.isAbsolute(decoded)) {
      return why('has an address that begins with "/"; write its path as seen from the lecture\'s folder');
    }
    return decoded;
  } catch {
    return why('has a "%" in its address that is no code; write it as %25');
  }
}

/** The file's bytes. A bare name that is not in the folder is looked for below it, as Obsidian does. */
function readInside(folder: string, relative: string): Buffer | NotShown {
  try {
    const root = realpathSync(folder);
    const file = realpathSync(whereItIs(root, relative));
    if (!file.startsWith(root.endsWith(path.sep) ? root : root + path.sep)) {
      return why("lies outside of the lecture's folder; copy it into the folder");
    }
    const stat = statSync(file);
    if (!stat.isFile()) {
      return why('is no plain file; name a picture');
    }
    if (stat.size > MAX_BYTES) {
      return why(`has ${stat.size} bytes, and a picture may have ${MAX_BYTES}; make it smaller`);
    }
    return readFileSync(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    return code === 'ENOENT'
      ? why(`is not there (${relative}); check the path`)
      : why(`cannot be read (${code}); check the path and its permissions`);
  }
}

function whereItIs(root: string, relative: string): string {
  const file = path.join(root, relative);
  const isBare = !/[/\\]/.test(relative);
  const isThere = statSync(file, { throwIfNoEntry: false }) !== undefined;
  return (!isThere && isBare ? findByName(root, relative) : undefined) ?? file;
}

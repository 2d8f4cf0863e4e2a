/**
 * Pictures that lie beside a lecture, as `data:` URIs, so that a page with the lecture in it needs no other file.
 * A file that is not certainly such a picture is left out; the page then shows a placeholder with a caption.
 */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { ResolveImage } from './pictures.js';

/** Each picture is copied into every page that shows its section. */
const MAX_BYTES = 2 * 1024 * 1024;

interface Kind {
  readonly mime: string;
  /** Whether the bytes are of this kind: a pointer file of Git LFS, say, has the right name and shows nothing. */
  readonly matches: (bytes: Buffer) => boolean;
}

const startsWith = (signature: string) => (bytes: Buffer) =>
  bytes.subarray(0, signature.length).toString('latin1') === signature;

const jpeg: Kind = { mime: 'image/jpeg', matches: startsWith('\xff\xd8\xff') };

const kinds: Readonly<Record<string, Kind>> = {
  '.svg': { mime: 'image/svg+xml', matches: (bytes) => bytes.includes('<svg') },
  '.png': { mime: 'image/png', matches: startsWith('\x89PNG\r\n\x1a\n') },
  '.jpg': jpeg,
  '.jpeg': jpeg,
  '.gif': { mime: 'image/gif', matches: startsWith('GIF8') },
  '.webp': {
    mime: 'image/webp',
    matches: (bytes) => startsWith('RIFF')(bytes) && startsWith('WEBP')(bytes.subarray(8)),
  },
};

/** Finds pictures by their paths relative to the lecture file, inside its folder; follows no link out of it. */
export function imageFiles(lectureFile: string): ResolveImage {
  const folder = path.dirname(lectureFile);
  return (href) => {
    const relative = localPath(href);
    if (relative === undefined) {
      return undefined;
    }
    const kind = kinds[path.extname(relative).toLowerCase()];
    const bytes = kind === undefined ? undefined : readInside(folder, relative);
    if (kind === undefined || bytes === undefined || !kind.matches(bytes)) {
      return undefined;
    }
    return `data:${kind.mime};base64,${bytes.toString('base64')}`;
  };
}

/** A relative path, decoded (`%20`) and without `?query` or `#fragment`; undefined for `/img/a.png` and `http:…`. */
function localPath(href: string): string | undefined {
  const bare = href.replace(/[?#].*$/s, '');
  if (bare === '' || bare.startsWith('/') || /^[a-z][a-z0-9+.-]*:/i.test(bare)) {
    return undefined;
  }
  try {
    const decoded = decodeURIComponent(bare);
    return path.isAbsolute(decoded) || decoded.includes('\0') ? undefined : decoded;
  } catch {
    return undefined; // a lone % in the path
  }
}

function readInside(folder: string, relative: string): Buffer | undefined {
  try {
    const root = realpathSync(folder);
    const file = realpathSync(path.join(root, relative));
    if (!file.startsWith(root.endsWith(path.sep) ? root : root + path.sep)) {
      return undefined;
    }
    const stat = statSync(file);
    return stat.isFile() && stat.size <= MAX_BYTES ? readFileSync(file) : undefined;
  } catch {
    return undefined; // missing or unreadable: the placeholder says which picture it was
  }
}

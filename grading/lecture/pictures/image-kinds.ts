/** Which pictures every browser shows, told by the end of their names and then by their first bytes. */
import path from 'node:path';
import type { NotShown } from './find-pictures.js';

export interface Kind {
  readonly mime: string;
  /** Whether the bytes are of this kind: a pointer file of Git LFS, say, has the right name and shows nothing. */
  readonly matches: (bytes: Buffer) => boolean;
}

/** How a file begins that Git LFS has put in place of the real one. */
export const LFS_POINTER = 'version https://git-lfs';

const has = (signature: string, at = 0) => {
  return (bytes: Buffer) => bytes.subarray(at, at + signature.length).toString('latin1') === signature;
};

const jpeg: Kind = { mime: 'image/jpeg', matches: has('\xff\xd8\xff') };

const kinds: Readonly<Record<string, Kind>> = {
  '.svg': { mime: 'image/svg+xml', matches: (bytes) => bytes.includes('<svg') },
  '.png': { mime: 'image/png', matches: has('\x89PNG\r\n\x1a\n') },
  '.jpg': jpeg,
  '.jpeg': jpeg,
  '.gif': { mime: 'image/gif', matches: has('GIF8') },
  '.webp': { mime: 'image/webp', matches: (bytes) => has('RIFF')(bytes) && has('WEBP', 8)(bytes) },
  '.avif': { mime: 'image/avif', matches: has('ftypavif', 4) },
};

export function kindOfPicture(name: string): Kind | NotShown {
  const end = path.extname(name).toLowerCase();
  const shown = 'save it as PNG, JPEG, WebP or SVG';
  return (
    kinds[end] ?? {
      why:
        end === ''
          ? `has no ending that tells its format; ${shown}`
          : `is a ${end} file, which not every browser shows; ${shown}`,
    }
  );
}

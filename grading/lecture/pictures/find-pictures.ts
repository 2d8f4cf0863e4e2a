/** Finds every picture of a lecture before it is cut and rendered, and tells the instructor about those that no page can show. */
import type { Token } from 'markdown-it';
import { placeOf } from '../sections/index.js';

/** Why a picture cannot be shown, to follow its name: `is not there; …`. */
export interface NotShown {
  readonly why: string;
}

/** Gives a `data:` URI for an image's address, or why there is none. */
export type ResolveImage = (href: string) => string | NotShown;

/** For a lecture that is only a text. */
export const noPictures: ResolveImage = () => ({
  why: 'is not at hand, since the text was read without its folder',
});

/** What is known of an image token. */
export interface ResolvedPicture {
  readonly data?: string;
  /** What stands there and is no picture: `the note “Xen”`. */
  readonly embed?: string;
  readonly width?: number;
}

export const resolvedPicture = (token: Token): ResolvedPicture => token.meta ?? {};

/** Leaves in each image token what `resolvedPicture` reads. Returns a note for each that is not shown, in the order of the file. */
export function findPictures(file: string, tokens: readonly Token[], resolveImage: ResolveImage): string[] {
  const notes: string[] = [];
  let line: number | undefined; // cells of a table have none of their own
  let heading = false;
  for (const { type, map, level, children } of tokens) {
    line = map ? map[0] + 1 : line;
    heading = type === 'heading_open' ? level === 0 : heading && type === 'inline';
    let at = line;
    for (const token of children ?? []) {
      // `<br>` is a break within a line.
      if (at !== undefined && (token.type === 'softbreak' || (token.type === 'hardbreak' && !token.markup))) {
        at += 1;
      }
      const problem = token.type === 'image' ? find(token, resolveImage, heading) : undefined;
      if (problem !== undefined) {
        notes.push(`${placeOf(file, at)}: ${problem}`);
      }
    }
  }
  return notes;
}

/** What to tell about it. */
function find(token: Token, resolveImage: ResolveImage, inHeading: boolean): string | undefined {
  const { embed } = resolvedPicture(token);
  if (embed !== undefined) {
    return `${embed} is not shown: a page has the words and pictures of this file alone; copy here what students need`;
  }
  const href = String(token.attrGet('src') ?? '');
  const found = isRasterData(href) ? href : resolveImage(href);
  if (typeof found !== 'string') {
    return `the picture "${nameOf(token)}" ${found.why}`;
  }
  token.meta = { ...token.meta, data: found };
  return inHeading
    ? `the picture "${nameOf(token)}" stands in a heading, which has words only; put it on a line below`
    : undefined;
}

/** A picture that the author put into the file itself. */
const isRasterData = (href: string): boolean =>
  /^data:image\/(png|gif|jpeg|webp|avif);base64,[\w+/=%]+$/i.test(href);

/** The last part of its address. */
export function nameOf(token: Token): string {
  const href = String(token.attrGet('src') ?? '');
  const bare = href.startsWith('data:') ? '' : href.replace(/[?#].*$/s, '');
  const name = bare.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(name) || 'it has no name';
  } catch {
    return name;
  }
}

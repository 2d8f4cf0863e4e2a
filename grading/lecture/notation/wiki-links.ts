/**
 * Wiki links and embeds: `[[Page]]`, `[[Page#Heading|words]]`, `[[#Heading]]`, `![[picture.png|300]]`, `![[Note#Section]]`
 * (Obsidian, Logseq). A page has one lecture and no other notes: a link into this lecture works, of any other its words stay, and
 * an embed that is no picture says what stood there.
 */
import GithubSlugger from 'github-slugger';
import { Token, type MarkdownIt, type StateInline } from 'markdown-it';
import { setWidth } from './picture-sizes.js';

const wiki = /(!?)\[\[([^[\]|\n]+)(?:\|([^[\]\n]*))?\]\]/y;

/** `page`: what this lecture is called in its own links. */
export function addWikiLinks(md: MarkdownIt, page: string): void {
  md.inline.ruler.before('link', 'wiki', (state, silent) => {
    wiki.lastIndex = state.pos;
    const [all, bang, target, words] = wiki.exec(state.src) ?? [];
    if (all === undefined || target === undefined || state.pos + all.length > state.posMax) {
      return false;
    }
    if (bang === '' && isLinkWithBrackets(state, state.pos + all.length, target)) {
      return false;
    }
    if (!silent) {
      push(state, targetOf(target, page), bang === '!', words);
    }
    state.pos += all.length;
    return true;
  });
}

/** `[[1]](address)` and, where `[1]: address` stands somewhere, `[[1]]`: links of plain Markdown. */
function isLinkWithBrackets({ src, env, md }: StateInline, end: number, target: string): boolean {
  const references = (env['references'] ?? {}) as Record<string, unknown>;
  return src[end] === '(' || Object.hasOwn(references, md.utils.normalizeReference(target));
}

interface Target {
  /** Empty for this lecture. */
  readonly page: string;
  /** The heading, or `^block`; empty for a whole page. */
  readonly part: string;
  readonly words: string;
}

function targetOf(text: string, own: string): Target {
  const [page = '', ...parts] = text.split('#').map((piece) => piece.trim());
  const part = parts.at(-1) ?? '';
  const words = [page, ...parts.filter((piece) => !piece.startsWith('^'))].filter(Boolean).join(' › ');
  const isOwn = page.replace(/\.md$/i, '').toLowerCase() === own.toLowerCase();
  return { page: isOwn ? '' : page, part, words: words || 'above' };
}

function push(state: StateInline, target: Target, isEmbed: boolean, words = ''): void {
  if (target.page === '') {
    pushLink(state, target, words.trim() || target.words);
  } else if (!isEmbed) {
    state.push('text', '', 0).content = words.trim() || target.words;
  } else {
    pushEmbed(state, target, words);
  }
}

function pushLink(state: StateInline, { part }: Target, words: string): void {
  const slug = part.startsWith('^') ? part : new GithubSlugger().slug(part);
  state.push('link_open', 'a', 1).attrSet('href', `#${encodeURIComponent(slug)}`);
  state.push('text', '', 0).content = words;
  state.push('link_close', 'a', -1);
}

/** Of files that programs embed and that are no pictures. */
const kinds: Readonly<Record<string, string>> = {
  pdf: 'PDF file',
  canvas: 'canvas',
  base: 'table of notes',
  excalidraw: 'drawing',
  ...Object.fromEntries(['mp3', 'wav', 'm4a', 'ogg', '3gp', 'flac'].map((end) => [end, 'sound'])),
  ...Object.fromEntries(['mp4', 'webm', 'ogv', 'mov', 'mkv'].map((end) => [end, 'film'])),
};

function pushEmbed(state: StateInline, { page, part }: Target, words: string): void {
  const extension = /\.([a-z0-9]{2,10})$/i.exec(page)?.[1]?.toLowerCase();
  const kind = extension === undefined || extension === 'md' ? 'note' : kinds[extension];
  const pieces = words.split('|').map((piece) => piece.trim());
  const [, width] = /^(\d+)(?:x\d+)?$/.exec(pieces.at(-1) ?? '') ?? [];
  const alt = (width === undefined ? pieces : pieces.slice(0, -1)).join(' ').trim();
  const image = pushImage(state, page.split('/').map(encodeURIComponent).join('/'), alt);
  if (kind === 'note' && part !== '' && !part.startsWith('^')) {
    image.meta = { embed: `the section “${part}” of the note “${page}”` };
  } else if (kind !== undefined) {
    image.meta = { embed: `the ${kind} “${page}”` };
  }
  setWidth(image, Number(width ?? 0));
}

/** An image as markdown-it makes one of `![alt](src)`. */
export function pushImage(state: StateInline, src: string, alt: string): Token {
  const image = state.push('image', 'img', 0);
  image.attrs = [
    ['src', src],
    ['alt', ''],
  ];
  image.content = alt;
  image.children = alt === '' ? [] : [Object.assign(new Token('text', '', 0), { content: alt })];
  return image;
}

/**
 * Pictures of a lecture. A picture on a line of its own becomes a figure; a picture between words stays there. A picture
 * that is missing becomes a placeholder with its description, never a broken picture.
 */
import MarkdownIt from 'markdown-it';
import type { Token } from 'markdown-it';
import { nameOf, resolvedPicture } from './find-pictures.js';

const { escapeHtml } = new MarkdownIt().utils;

/** The HTML of one image token; `figure` for one that stands alone. */
export function renderPicture(token: Token, alt: string): string {
  const title = String(token.attrGet('title') ?? '');
  const isFigure = token.meta?.['standsAlone'] === true;
  const { data, embed, width } = resolvedPicture(token);
  if (data === undefined) {
    const caption = escapeHtml(
      embed === undefined
        ? `Picture not included: ${alt.trim() || title || nameOf(token)}`
        : `Not included: ${embed}`,
    );
    if (!isFigure) {
      return `<span class="missing-picture">[${caption}]</span>`;
    }
    return `<figure class="missing-picture"><figcaption>${caption}</figcaption></figure>\n`;
  }
  const size = width === undefined ? '' : ` width="${width}"`;
  const image = `<img src="${escapeHtml(data)}" alt="${escapeHtml(alt)}"${size}>`;
  if (!isFigure) {
    return image;
  }
  const caption = title === '' ? '' : `<figcaption>${escapeHtml(title)}</figcaption>`;
  return `<figure class="picture">${image}${caption}</figure>\n`;
}

/** Takes pictures on lines of their own out of their paragraphs, since a figure may not stand in a paragraph. */
export function liftPictures(tokens: readonly Token[]): Token[] {
  const lifted: Token[] = [];
  for (let i = 0; i < tokens.length; i += 1) {
    const [open, inline, close] = [tokens[i], tokens[i + 1], tokens[i + 2]];
    if (open?.type === 'paragraph_open' && inline?.children && close !== undefined) {
      lifted.push(...liftFrom(open, inline, close));
      i += 2;
    } else if (open !== undefined) {
      lifted.push(open);
    }
  }
  return lifted;
}

function liftFrom(open: Token, inline: Token, close: Token): Token[] {
  const pieces: Token[] = [];
  let words: Token[] = [];
  const flush = (): void => {
    if (words.some((token) => !isBlank(token))) {
      const rest = new MarkdownIt.Token('inline', '', 0);
      rest.children = trimBreaks(words);
      pieces.push(open, rest, close);
    }
    words = [];
  };
  for (const line of linesOf(inline.children ?? [])) {
    const pictures = line.filter((token) => token.type === 'image');
    // Level 0: inside a link or bold words the picture cannot leave without tearing them apart.
    const alone =
      pictures.length > 0 &&
      line.every((token) => isBlank(token) || (token.type === 'image' && token.level === 0));
    if (!alone) {
      words.push(...line);
      continue;
    }
    flush();
    for (const picture of pictures) {
      picture.meta = { ...picture.meta, standsAlone: true };
    }
    pieces.push(...pictures);
  }
  flush();
  return pieces;
}

/** Each line ends with its break. */
function linesOf(tokens: readonly Token[]): Token[][] {
  const lines: Token[][] = [[]];
  for (const token of tokens) {
    lines.at(-1)?.push(token);
    if (isBreak(token)) {
      lines.push([]);
    }
  }
  return lines;
}

function trimBreaks(words: readonly Token[]): Token[] {
  const start = words.findIndex((token) => !isBlank(token));
  const end = words.findLastIndex((token) => !isBlank(token));
  return words.slice(start, end + 1);
}

const isBreak = (token: Token): boolean => token.type === 'softbreak' || token.type === 'hardbreak';
const isBlank = (token: Token): boolean =>
  isBreak(token) || (token.type === 'text' && token.content.trim() === '');

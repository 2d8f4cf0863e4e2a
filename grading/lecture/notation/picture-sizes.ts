/** The width of a picture, as programs write it: `![words|300](a.png)` (Obsidian), `![](a.png){:height 9, :width 300}` (Logseq). */
import type { MarkdownIt, StateCore, Token } from 'markdown-it';

const MAX_WIDTH = 4000;

export function addPictureSizes(md: MarkdownIt): void {
  md.core.ruler.push('picture_sizes', ({ tokens }: StateCore) => {
    for (const { children } of tokens) {
      for (const [i, token] of (children ?? []).entries()) {
        if (token.type === 'image') {
          sizeInWords(token);
          sizeInBraces(token, children?.[i + 1]);
        }
      }
    }
  });
}

/** Also for a wiki embed, `![[a.png|300]]`. A page keeps the ratio, so a height says nothing. */
export function setWidth(image: Token, width: number): void {
  if (width > 0 && width <= MAX_WIDTH) {
    image.meta = { ...image.meta, width };
  }
}

function sizeInWords(image: Token): void {
  const last = image.children?.at(-1);
  const [size, width] = /\|(\d+)(?:x\d+)?$/.exec(last?.type === 'text' ? last.content : '') ?? [];
  if (last !== undefined && size !== undefined) {
    last.content = last.content.slice(0, -size.length);
    setWidth(image, Number(width));
  }
}

function sizeInBraces(image: Token, next: Token | undefined): void {
  const [size] =
    /^\{(?::(?:height|width) \d+(?:, )?)+\}/.exec(next?.type === 'text' ? next.content : '') ?? [];
  if (next !== undefined && size !== undefined) {
    next.content = next.content.slice(size.length);
    setWidth(image, Number(/:width (\d+)/.exec(size)?.[1] ?? 0));
  }
}

/** Block ids: ` ^abc` at the end of a block gives it a name that wiki links use, `[[#^abc]]` (Obsidian). It is not shown. */
import type { MarkdownIt, StateCore, Token } from 'markdown-it';

export function addBlockIds(md: MarkdownIt, idPrefix: string): void {
  md.core.ruler.push('block_ids', (state: StateCore) => {
    const { tokens } = state;
    const empty = new Set<number>();
    for (const [i, inline] of tokens.entries()) {
      const id = inline.type === 'inline' ? takeId(inline.children ?? []) : undefined;
      if (id === undefined) {
        continue;
      }
      const [before, open] = [tokens[i - 2], tokens[i - 1]];
      // A tight list has no paragraphs to carry an id.
      const block = open?.hidden && before?.type === 'list_item_open' ? before : open;
      // A heading has one already, of its words.
      if (block !== undefined && block.type !== 'heading_open') {
        block.attrSet('id', `${idPrefix}^${id.toLowerCase()}`);
      }
      if (inline.children?.length === 0 && open?.type === 'paragraph_open') {
        [i - 1, i, i + 1].forEach((at) => empty.add(at)); // an id on a line of its own, after a list or a table
      }
    }
    state.tokens = tokens.filter((_, i) => !empty.has(i));
  });
}

/** "10 ^6" is a power: an id has a letter, or six digits as Obsidian makes them. */
const id = /(?:^|\s+)\^((?=[\w-]*[a-z]|[\w-]{6})[\da-z-]+)\s*$/i;

function takeId(children: Token[]): string | undefined {
  const last = children.at(-1);
  const found = last?.type === 'text' ? id.exec(last.content) : null;
  if (last === undefined || found === null) {
    return undefined;
  }
  last.content = last.content.slice(0, found.index);
  while (children.length > 0 && isNothing(children.at(-1)!)) {
    children.pop();
  }
  return found[1];
}

const isNothing = ({ type, content }: Token): boolean =>
  type === 'softbreak' || type === 'hardbreak' || (type === 'text' && content === '');

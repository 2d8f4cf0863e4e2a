/** The words of Markdown tokens on one line, for headings, slugs, search and excerpts. Pictures have no words here. */
import type { Token } from 'markdown-it';

/** Block after block, with single spaces between them. */
export function plainText(tokens: readonly Token[]): string {
  return tokens.map(wordsOf).join(' ').replace(/\s+/g, ' ').trim();
}

function wordsOf(token: Token): string {
  switch (token.type) {
    case 'inline':
      return (token.children ?? []).map(wordsOf).join('');
    case 'text':
    case 'text_special':
    case 'code_inline':
    case 'code_block':
    case 'fence':
      return token.content;
    case 'softbreak':
    case 'hardbreak':
      return ' ';
    default:
      return '';
  }
}

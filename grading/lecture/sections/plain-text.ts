/** The words of Markdown tokens on one line, for headings, slugs, search and excerpts. Pictures and tables have no words here. */
import type { Token } from 'markdown-it';

/** Block after block, with single spaces between them. */
export function plainText(tokens: readonly Token[]): string {
  return withoutTables(tokens).map(wordsOf).join(' ').replace(/\s+/g, ' ').trim();
}

/** The cells of a table are no sentences: nobody could read them in a row. */
function withoutTables(tokens: readonly Token[]): Token[] {
  let depth = 0;
  return tokens.filter(({ type }) => {
    depth += type === 'table_open' ? 1 : type === 'table_close' ? -1 : 0;
    return depth === 0;
  });
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

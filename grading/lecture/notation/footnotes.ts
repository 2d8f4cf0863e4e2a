/**
 * Footnotes, which markdown-it-footnote parses and puts at the end of the text. A page shows sections, so each note moves to the
 * end of the section that refers to it first; its number is that of the whole lecture.
 */
import { Token, type MarkdownIt, type StateCore } from 'markdown-it';

export function keepFootnotesInSections(md: MarkdownIt, idPrefix: string): void {
  md.core.ruler.push('footnotes_in_sections', (state: StateCore) => {
    state.tokens = inSections(state.tokens);
  });
  const numberOf = (token: Token): string => String(Number(token.meta?.['id']) + 1);
  const backId = ({ meta }: Token): string => {
    const nth = Number(meta?.['subId'] ?? 0);
    return nth > 0 ? `:${nth}` : '';
  };
  const { rules } = md.renderer;
  rules['footnote_block_open'] = () => '<ol class="footnotes">\n';
  rules['footnote_block_close'] = () => '</ol>\n';
  rules['footnote_open'] = (tokens, i) => {
    const number = numberOf(tokens[i]!);
    return `<li id="${idPrefix}^fn${number}" value="${number}">`;
  };
  rules['footnote_ref'] = (tokens, i) => {
    const number = numberOf(tokens[i]!);
    return `<sup><a href="#${idPrefix}^fn${number}" id="${idPrefix}^ref${number}${backId(tokens[i]!)}" aria-label="Footnote ${number}">${number}</a></sup>`;
  };
  rules['footnote_anchor'] = (tokens, i) => {
    const number = numberOf(tokens[i]!);
    return ` <a href="#${idPrefix}^ref${number}${backId(tokens[i]!)}" aria-label="Back to the text">↩\uFE0E</a>`;
  };
}

function inSections(tokens: readonly Token[]): Token[] {
  const start = tokens.findIndex(({ type }) => type === 'footnote_block_open');
  if (start === -1) {
    return [...tokens];
  }
  const notes = notesIn(tokens.slice(start + 1, -1));
  for (const [i, token] of tokens.entries()) {
    if (token.type === 'heading_open' && token.level === 0) {
      dropWaysBack(tokens[i + 1]!, notes);
    }
  }
  const result: Token[] = [];
  let due: Token[][] = [];
  const settle = (): void => {
    if (due.length > 0) {
      result.push(
        new Token('footnote_block_open', '', 1),
        ...due.flat(),
        new Token('footnote_block_close', '', -1),
      );
    }
    due = [];
  };
  const refer = (token: Token): void => {
    for (const { type, meta } of token.children ?? []) {
      const note = type === 'footnote_ref' ? notes.get(Number(meta?.['id'])) : undefined;
      if (note !== undefined) {
        notes.delete(Number(meta?.['id']));
        due.push(note);
        note.forEach(refer); // a note may refer to another one
      }
    }
  };
  for (const token of tokens.slice(0, start)) {
    // The heading's own notes belong to the section that it opens.
    if (token.type === 'heading_open' && token.level === 0) {
      settle();
    }
    result.push(token);
    refer(token);
  }
  settle();
  return result;
}

/** A heading is shown as plain words: there is no sign in it to go back to. */
function dropWaysBack({ children }: Token, notes: ReadonlyMap<number, Token[]>): void {
  for (const { type, meta } of children ?? []) {
    const note = type === 'footnote_ref' ? notes.get(Number(meta?.['id'])) : undefined;
    const at = note?.findIndex(
      (each) => each.type === 'footnote_anchor' && each.meta?.['subId'] === meta?.['subId'],
    );
    if (at !== undefined && at !== -1) {
      note!.splice(at, 1);
    }
  }
}

function notesIn(tokens: readonly Token[]): Map<number, Token[]> {
  const notes = new Map<number, Token[]>();
  let current: Token[] = [];
  for (const token of tokens) {
    if (token.type === 'footnote_open') {
      current = [];
      notes.set(Number(token.meta?.['id']), current);
    }
    current.push(token);
  }
  return notes;
}

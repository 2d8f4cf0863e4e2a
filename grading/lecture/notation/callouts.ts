/**
 * Callouts: a quotation that begins with `[!note] Title` (Obsidian, Logseq's exports, GitHub's alerts), foldable with `+` (open)
 * or `-` (closed) after the bracket, nested or not; and `<aside>` … `</aside>`, as which Notion exports its own.
 */
import { Token, type MarkdownIt, type StateBlock, type StateCore } from 'markdown-it';

/** The looks that a page has, and the kinds that get each; any other kind looks like a note. */
const looks: Readonly<Record<string, string>> = {
  good: 'tip hint success check done',
  warning: 'warning caution attention important',
  bad: 'failure fail missing danger error bug',
};

export function addCallouts(md: MarkdownIt): void {
  md.core.ruler.before('inline', 'callouts', markCallouts);
  md.block.ruler.before('blockquote', 'aside', aside, {
    alt: ['paragraph', 'reference', 'blockquote', 'list'],
  });
}

function markCallouts({ tokens }: StateCore): void {
  const ends: { level: number; tag: string }[] = [];
  for (let i = 0; i < tokens.length; i += 1) {
    const token = tokens[i]!;
    if (token.type === 'blockquote_open' && tokens[i + 2]?.type === 'inline') {
      const [head, kind, fold, title] = /^\[!([\w-]+)\]([+-]?)[ \t]*(.*)/.exec(tokens[i + 2]!.content) ?? [];
      if (head !== undefined && kind !== undefined) {
        const tag = fold === '' ? 'div' : 'details';
        open(token, tag, kind, fold === '+');
        ends.push({ level: token.level, tag });
        splitTitle(tokens, i + 1, tag, head, title || words(kind));
      }
    } else if (token.type === 'blockquote_close' && ends.at(-1)?.level === token.level) {
      token.tag = ends.pop()!.tag;
    }
  }
}

function open(token: Token, tag: string, kind: string, isOpen: boolean): void {
  const look = Object.keys(looks).find((name) => looks[name]!.split(' ').includes(kind.toLowerCase()));
  token.tag = tag;
  token.attrSet('class', look === undefined ? 'callout' : `callout ${look}`);
  if (tag === 'div') {
    token.attrSet('role', 'note');
  } else if (isOpen) {
    token.attrSet('open', '');
  }
}

/** The first line of the paragraph that begins at token `at` becomes a title of its own. */
function splitTitle(tokens: Token[], at: number, tag: string, head: string, title: string): void {
  const [paragraph, inline, close] = tokens.slice(at, at + 3) as [Token, Token, Token];
  const name = tag === 'details' ? 'summary' : 'p';
  const titleTokens = [
    Object.assign(new Token('callout_title_open', name, 1), { block: true, level: paragraph.level }),
    Object.assign(new Token('inline', '', 0), {
      content: title,
      map: inline.map,
      level: inline.level,
      children: [],
    }),
    Object.assign(new Token('callout_title_close', name, -1), { block: true, level: close.level }),
  ];
  titleTokens[0]!.attrSet('class', 'callout-title');
  const rest = inline.content.slice(head.length).replace(/^\n/, '');
  if (inline.map) {
    inline.map = [inline.map[0] + 1, inline.map[1]];
  }
  inline.content = rest;
  tokens.splice(at, 3, ...titleTokens, ...(rest === '' ? [] : [paragraph, inline, close]));
}

/** `security-notice` as a title: "Security notice". */
function words(kind: string): string {
  const text = kind.toLowerCase().replace(/[-_]+/g, ' ').trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function aside(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const textOf = (line: number) => state.getLines(line, line + 1, state.blkIndent, false).trim();
  if (textOf(startLine) !== '<aside>') {
    return false;
  }
  let end = startLine + 1;
  while (end < endLine && textOf(end) !== '</aside>') {
    end += 1;
  }
  if (end === endLine) {
    return false; // it never closes: the tag is shown as it was typed
  }
  if (silent) {
    return true;
  }
  const { lineMax, parentType } = state;
  const opening = state.push('callout_open', 'div', 1);
  opening.attrSet('class', 'callout');
  opening.attrSet('role', 'note');
  opening.map = [startLine, end + 1];
  state.parentType = 'blockquote';
  state.lineMax = end;
  state.md.block.tokenize(state, startLine + 1, end);
  state.lineMax = lineMax;
  state.parentType = parentType;
  state.push('callout_close', 'div', -1);
  state.line = end + 1;
  return true;
}

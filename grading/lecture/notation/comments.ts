/**
 * Comments of HTML (`<!-- … -->`) and of Obsidian (`%% … %%`) are taken out of the text before anything else reads it: what an
 * instructor notes for herself, the answer to a question perhaps, must never reach a page. A comment may span paragraphs; within
 * code the same signs are code. Which lines are code depends on all of Markdown, so the parser itself is asked.
 */
import type { MarkdownIt, Token } from 'markdown-it';

/** A comment that never ends. To hide the rest would lose the lecture, to show it could tell what nobody should know. */
export class UnclosedComment extends Error {
  constructor(
    /** Counted from 0. */
    readonly line: number,
    readonly sign: '<!--' | '%%',
  ) {
    super(`the comment ${sign} does not end`);
  }
}

/** As many lines as before, so that messages name the right ones. @throws UnclosedComment */
export function withoutComments(md: MarkdownIt, lines: readonly string[]): string[] {
  let rest = [...lines];
  // Without a comment over several lines the text may have other blocks than with it, so it is parsed again.
  while (rest.some((line) => opener.test(line))) {
    const next = erase(rest, blocksOf(md, rest));
    if (next === undefined) {
      break;
    }
    rest = next;
  }
  return rest;
}

const opener = /<!--|%%/;
/** What can change the meaning of what follows: an escaped sign, code, a comment. */
const sign = /\\.|`+|<!--|%%/gs;

interface Block {
  readonly isCode: boolean;
  /** Of a paragraph's line: the last line of the paragraph, where its code must have ended. */
  readonly last: number;
}

function blocksOf(md: MarkdownIt, lines: readonly string[]): Block[] {
  const blocks = lines.map((_, line): Block => ({ isCode: false, last: line }));
  const tokens: Token[] = [];
  md.block.parse(lines.join('\n'), md, {}, tokens);
  for (const { type, map } of tokens) {
    const isCode = type === 'fence' || type === 'code_block';
    if (map && (isCode || type === 'inline')) {
      blocks.fill({ isCode, last: map[1] - 1 }, map[0], map[1]);
    }
  }
  return blocks;
}

/** Erases comments up to the end of the first that spans lines. Undefined when there is none at all. */
function erase(lines: readonly string[], blocks: readonly Block[]): string[] | undefined {
  const rest = [...lines];
  let erased = false;
  for (let line = 0, from = 0; line < rest.length; line += 1, from = 0) {
    while (!blocks[line]?.isCode) {
      sign.lastIndex = from;
      const found = sign.exec(rest[line]!);
      if (found === null) {
        break;
      }
      const [text] = found;
      const after = found.index + text.length;
      if (text.startsWith('`')) {
        [line, from] = endOfCode(rest, line, after, text, blocks[line]!.last) ?? [line, after];
      } else if (text === '<!--' || text === '%%') {
        const spansLines = eraseOne(rest, line, found.index, text);
        if (spansLines) {
          return rest;
        }
        erased = true;
        from = found.index;
      } else {
        from = after;
      }
    }
  }
  return erased ? rest : undefined;
}

/** Where the code that begins with these backticks ends; undefined when they are only backticks. */
function endOfCode(
  lines: readonly string[],
  line: number,
  from: number,
  backticks: string,
  last: number,
): [line: number, column: number] | undefined {
  for (let at = line; at <= last; at += 1) {
    for (const { 0: run, index } of lines[at]!.matchAll(/`+/g)) {
      if (run === backticks && (at > line || index >= from)) {
        return [at, index + run.length];
      }
    }
  }
  return undefined;
}

/** True when the comment spans lines. */
function eraseOne(lines: string[], line: number, column: number, sign: '<!--' | '%%'): boolean {
  const close = sign === '%%' ? '%%' : '-->';
  const before = lines[line]!.slice(0, column);
  for (let at = line, from = column + 2; at < lines.length; at += 1, from = 0) {
    const end = lines[at]!.indexOf(close, from); // `<!-->` is a whole comment
    if (end === -1) {
      continue;
    }
    const after = lines[at]!.slice(end + close.length);
    // What follows takes the comment's place; the spaces between must not make it code.
    const follows = /^[\s>*+-]*$/.test(before) ? after.trimStart() : after;
    if (at === line) {
      lines[line] = before + follows;
      return false;
    }
    for (let between = line + 1; between <= at; between += 1) {
      lines[between] = /^\s*(?:>\s?)+/.exec(lines[between]!)?.[0] ?? '';
    }
    lines[line] = before.trimEnd();
    if (after.trim() !== '') {
      lines[at] +=
        lines[at] === '' ? (/^\s*/.exec(before)?.[0] ?? '') + after.trimStart() : after.trimStart();
    }
    return true;
  }
  throw new UnclosedComment(line, sign);
}
